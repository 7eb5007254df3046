"""The main content of a page."""

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, Literal

from docflow.plugin import Cleaner, Example, OpenContext, component, option

__all__ = ["Article"]

_PAGE = (
    '<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><h1>Tides</h1><p>High water is at noon, '
    "and the harbour master asks all boats to keep clear of the mole.</p><p>The <b>next</b> spring tide is "
    "on Monday, when the lower car park will be under water for an hour.</p></main>"
    '<aside class="related"><a href="/boats">More boats</a></aside><footer>Contact</footer>'
)


@component(
    "article",
    everyday=True,
    cost="heavy",
    batch=16,
    examples=(
        Example(
            _PAGE,
            "High water is at noon, and the harbour master asks all boats to keep clear of the mole.\n"
            "The next spring tide is on Monday, when the lower car park will be under water for an hour.",
        ),
        Example(
            _PAGE,
            "High water is at noon, and the harbour master asks all boats to keep clear of the mole."
            "\n\nThe **next** spring tide is on Monday, when the lower car park will be under water for "
            "an hour.",
            {"as": "markdown"},
        ),
    ),
)
class Article(Cleaner):
    """Keep the main content of a page: the article, the posts of a thread, the text of a documentation page.

    A page is parsed as browsers do and cut into the blocks that a reader sees. Two stages of boosted trees
    score them by their text, tags, names of classes, links, place, neighbours, and what the head of the
    page says (title, description, the article in JSON-LD); no language model, no lists of sites. What
    stays is written as lines of text or as Markdown with headings, lists, tables, quotes and code. Menus,
    teasers, share buttons, bylines, captions and comments below an article go. The headline is not
    repeated in the text: title, author and date are fields (`from html(...)`, `html.metadata`). A page that
    has text never comes out empty.

    The weights were trained on public evaluation pages (`training/README.md` of docflow-html).
    """

    as_: Literal["text", "markdown"] = option(default="text", alias="as", doc="How the content is written.")
    links: bool = option(default=True, doc="Whether links keep their address in Markdown.")
    base: str = option(default="", doc="The address of the pages, for relative links in Markdown.")

    @cached_property
    def _work(self) -> Any:
        """What does it; imported here, since checking a flow needs no arrays and no parser."""
        return import_module("docflow_html.article.working").Work(self.as_, self.links, self.base)

    def open(self, context: OpenContext) -> Any:  # noqa: ARG002 - part of the contract
        """Read the weights, once in a worker."""
        self._work  # noqa: B018 - before the first document: weights that cannot be read stop the run
        return self

    def clean(self, text: str) -> str:
        """Return the main content of a page."""
        return self.clean_many([text])[0]

    def clean_many(self, texts: Sequence[str]) -> Sequence[str]:
        """Return the main content of each page."""
        found: Sequence[str] = self._work.contents(texts)
        return found
