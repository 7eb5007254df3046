"""What a worker may still do once it meets documents: the kernel holds it, not Python."""
