"""Web pages: read, as text, as Markdown, and the article in them."""

from docflow.plugin import hookimpl
from docflow_html.article.article import Article
from docflow_html.json_ld import JsonLd
from docflow_html.markdown import Markdown
from docflow_html.metadata import Metadata
from docflow_html.reader import Html
from docflow_html.text import Text

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace."""
    return (Html, Text, Markdown, Article, Metadata, JsonLd)
