"""Reading fields from the lines around an article: plain functions, from lines to values."""
