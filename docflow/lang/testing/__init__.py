"""`test` items: what is given, mocked and claimed, lowered to cases."""
