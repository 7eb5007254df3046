"""Zip and tar files, read member by member from their bytes: nothing is ever written to the disk."""
