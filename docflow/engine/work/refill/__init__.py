"""A part refilled: documents in quarantine go on from their step; what becomes of them gets its place."""
