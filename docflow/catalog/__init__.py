"""The catalog: which components are installed, who ships them, and how to build one."""
