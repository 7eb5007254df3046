"""The one layout of flow files: `format.format_text`."""
