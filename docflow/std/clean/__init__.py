"""Cleaning of text (namespace `clean`): Unicode, white space, lines, replacements."""

from docflow.plugin import Component, hookimpl
from docflow.std.clean.lines import Lines
from docflow.std.clean.replace import Replace
from docflow.std.clean.unicode import Unicode
from docflow.std.clean.whitespace import Whitespace

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    """Return the cleaners."""
    return (Unicode, Whitespace, Lines, Replace)
