"""Inline tests: run, judged, and what failed as data."""
