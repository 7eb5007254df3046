"""The language: text to syntax tree to checked plan, and its diagnostics."""
