"""What is in quarantine, for people and for programs."""
