"""Linear regular expressions with the meaning of `re`, and the line matcher."""
