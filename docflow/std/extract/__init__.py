"""Fields out of text (namespace `extract`)."""

from docflow.plugin import Component, hookimpl
from docflow.std.extract.pattern import Pattern

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    """Return the extractors."""
    return (Pattern,)
