"""A page at hand: parsed, and walked once into the lines that a reader sees."""
