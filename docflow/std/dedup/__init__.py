"""Duplicates (namespace `dedup`)."""

from docflow.plugin import Component, hookimpl
from docflow.std.dedup.exact import Exact

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    """Return the corpus steps."""
    return (Exact,)
