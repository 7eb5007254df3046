"""The built-in components, one file each, written against `docflow.plugin` only."""
