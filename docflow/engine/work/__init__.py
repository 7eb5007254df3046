"""What a worker does: an order for the run, jobs with their answers, and the bench that does them."""
