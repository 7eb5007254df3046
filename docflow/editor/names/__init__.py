"""The names of a file: where each stands and what it means."""
