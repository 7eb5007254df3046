"""A page, or chosen lines of it, written as text or as Markdown."""
