"""What people get wrong: each kind of mistake recognised, put in words and repaired."""
