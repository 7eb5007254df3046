"""Pages in, their main content out: the work behind `html.article`."""

from collections.abc import Sequence

from attrs import field, frozen

from docflow_html.article.finding import Content, Finder
from docflow_html.page.parse import parse
from docflow_html.writing.base import base_of
from docflow_html.writing.markdown import as_markdown
from docflow_html.writing.text import as_text

__all__ = ["Work"]


@frozen(eq=False)
class Work:
    """Finds the content of pages and writes it as `html.article` is asked to."""

    form: str
    links: bool
    base: str
    finder: Finder = field(factory=Finder)

    def contents(self, pages: Sequence[str]) -> list[str]:
        """Return the main content of each page."""
        return [self._written(content) for content in self.finder.find([parse(page) for page in pages])]

    def _written(self, content: Content) -> str:
        if self.form == "text":
            return as_text(content.page, content.lines)
        base = base_of(content.tree, self.base) if self.links else ""
        return as_markdown(content.page, content.lines, links=self.links, base=base)
