"""What a run leaves for the next one: which parts are done, from what they were made, where their pieces are."""
