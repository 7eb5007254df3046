"""Types of values, expressions and arguments: checked and lowered in one pass."""
