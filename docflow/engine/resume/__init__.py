"""What a run leaves for the next one: which parts are done, of what they were made, and where they are."""
