"""The exit codes by which a worker says why it ended itself."""

__all__ = ["BROKEN", "EXHAUSTED", "TAMPERED"]

TAMPERED, EXHAUSTED, BROKEN = 83, 84, 85
"""A step tampered with the worker; its memory is used up; our own code went wrong."""
