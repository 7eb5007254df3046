"""A page as Markdown."""

from docflow.plugin import Cleaner, Example, component, option
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from docflow_html.writing.base import base_of
from docflow_html.writing.markdown import as_markdown

__all__ = ["Markdown"]


@component(
    "markdown",
    cost="heavy",
    examples=(
        Example(
            '<base href="https://tides.example/uk/"><h1>Tides</h1><p>High water is at <b>noon</b>, see the '
            '<a href="table.html">table</a>.<ul><li>boots<ul><li>high ones</ul><li>a lamp</ul>',
            "# Tides\n\nHigh water is at **noon**, see the [table](https://tides.example/uk/table.html).\n\n"
            "- boots\n  - high ones\n- a lamp",
        ),
        Example(
            '<pre><code class="language-sh">tide --today</code></pre>'
            "<table><tr><th>Day<th>Height<tr><td>Monday<td>3.1 | 3.4</table>",
            "```sh\ntide --today\n```\n\n| Day | Height |\n| --- | --- |\n| Monday | 3.1 \\| 3.4 |",
        ),
        Example('<p>See <a href="/a">this</a>, not *that*.', "See this, not \\*that\\*.", {"links": False}),
        Example(
            '<p><img src="/mole.png" alt="The mole">',
            "![The mole](https://a.example/mole.png)",
            {"images": True, "base": "https://a.example/"},
        ),
    ),
)
class Markdown(Cleaner):
    """Write a page as Markdown: headings, lists, tables, quotes, code, links and emphasis are kept.

    CommonMark with the tables of GitHub. Text that looks like markup is escaped, a fence is longer than
    what it holds and names the language where the page does. Terms of `<dl>` become bold lines. Rendered
    again it has the text that `html.text` gives; what that leaves out is left out here, too.

    Relative addresses are resolved against `<base>`, `<link rel="canonical">` or `og:url` of the page, where
    it has one of them; links within the page, and those to scripts, become plain text.
    """

    links: bool = option(default=True, doc="Whether links keep their address; without, their text stays.")
    images: bool = option(default=False, doc="Whether images are written, with their alternative text.")
    base: str = option(
        default="", doc="The address of the pages, for relative links; goes before what a page says."
    )

    def clean(self, text: str) -> str:
        """Return the page as Markdown."""
        tree = parse(text)
        page = walk(tree)
        base = base_of(tree, self.base) if self.links or self.images else ""
        return as_markdown(page, page.lines, links=self.links, images=self.images, base=base)
