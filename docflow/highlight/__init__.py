"""Colours for flows in editors and on pages: one table, a Pygments lexer, a TextMate grammar."""
