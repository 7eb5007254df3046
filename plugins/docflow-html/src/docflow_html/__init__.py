"""Web pages: read, as text, as Markdown, and the article in them."""

from collections.abc import Iterable

from docflow.plugin import Hazard, ProgramView, hookimpl
from docflow_html.article.article import Article
from docflow_html.json_ld import JsonLd
from docflow_html.markdown import Markdown
from docflow_html.metadata import Metadata
from docflow_html.order import order_hazards
from docflow_html.reader import Html
from docflow_html.text import Text

__all__ = ["docflow_checks", "docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace."""
    return (Html, Text, Markdown, Article, Metadata, JsonLd)


@hookimpl
def docflow_checks(program: ProgramView) -> Iterable[Hazard]:
    """Say which steps want a page and get its text."""
    return order_hazards(program)
