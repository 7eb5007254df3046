"""One document into many (namespace `split`)."""

from docflow.plugin import Component, hookimpl
from docflow.std.split.paragraphs import Paragraphs

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    """Return the splitters."""
    return (Paragraphs,)
