"""Pages in, their main content out: the work behind `html.article`."""

from collections.abc import Iterator, Sequence

from attrs import field, frozen
from selectolax.lexbor import LexborHTMLParser

from docflow_html.article.finding import Finder
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
        if self.form == "text":
            found = self.finder.find(map(parse, pages), nodes=False)
            return [as_text(content.page, content.lines) for content in found]
        bases: list[str] = []
        found = self.finder.find(self._trees(pages, bases))
        return [
            as_markdown(content.page, content.lines, links=self.links, base=bases[at])
            for at, content in enumerate(found)
        ]

    def _trees(self, pages: Sequence[str], bases: list[str]) -> Iterator[LexborHTMLParser]:
        """Give the tree of each page, and put down the address that its relative links start from."""
        for page in pages:
            tree = parse(page)
            bases.append(base_of(tree, self.base) if self.links else "")
            yield tree
