"""What repeats across the documents of one site: sketches, a bounded sample, what is learned of it."""
