"""Comparisons of two versions of a flow: as text, as markdown for a pull request, as JSON."""
