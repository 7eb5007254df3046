"""The whole text of a page."""

from docflow.plugin import Cleaner, Example, component, option
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from docflow_html.writing.text import as_text

__all__ = ["Text"]


@component(
    "text",
    cost="heavy",
    examples=(
        Example(
            "<h1>Tides</h1><p>High water is at <b>noon</b>.<br>Low water at six.<script>count()</script>"
            "<ul><li>Bring boots<li>Bring a lamp</ul>",
            "Tides\nHigh water is at noon.\nLow water at six.\nBring boots\nBring a lamp",
        ),
        Example(
            "<table><tr><th>Day<th>Height<tr><td>Monday<td>3.1 m</table>",
            "Day | Height\nMonday | 3.1 m",
            note="A row of a table is one line.",
        ),
        Example(
            "<table><tr><th>Day<th>Height<tr><td>Monday<td>3.1 m</table>",
            "Day\tHeight\nMonday\t3.1 m",
            {"cells": "\t"},
        ),
        Example("A note &amp; no markup.", "A note & no markup."),
    ),
)
class Text(Cleaner):
    """Write a page as the text that a browser shows, with menus and footers: one line for each block.

    Headings, paragraphs, items of lists and rows of tables are lines; so is what stands between two
    `<br>`. White space is collapsed as in the layout, but for `<pre>`, which is kept to the letter.
    Scripts, styles, templates, `<noscript>`, forms' options, frames and drawings are left out, and what
    the markup hides (`hidden`, `style="display: none"`). Pages that say nothing else show their
    `<noscript>`, or what they hide. For the article alone there is `html.article`.
    """

    cells: str = option(default=" | ", doc="What stands between the cells of a row.")

    def clean(self, text: str) -> str:
        """Return the text of the page."""
        page = walk(parse(text))
        return as_text(page, page.lines, self.cells)
