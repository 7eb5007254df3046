"""The main content of a page: blocks, what they look like, which of them stay, and how they are written."""
