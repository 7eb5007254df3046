"""Who runs the jobs of a run: this process, or supervised worker processes."""
