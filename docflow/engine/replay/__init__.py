"""A replay: documents in quarantine go on from their step, and what becomes of them is put in its place."""
