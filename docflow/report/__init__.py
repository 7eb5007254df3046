"""Renderers: diagnostics, reports, plans and specifications as text and JSON."""
