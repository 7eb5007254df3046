"""Lines of a page as plain text."""

from collections.abc import Sequence

from docflow_html.page.page import NOWHERE, Line, Page
from docflow_html.writing.rows import cells_of, grouped

__all__ = ["as_text"]


def as_text(page: Page, lines: Sequence[Line], between: str = " | ") -> str:
    """Return the lines as text, one below the other; a row of a data table is one line.

    `between` stands between the cells of a row, also of empty ones, but for a row with one cell that says
    something. Preformatted lines keep their line breaks.
    """
    written = []
    for row, held in grouped(page, lines):
        text = held[0].text if row == NOWHERE else _row(page, row, held, between)
        if text:
            written.append(text)
    return "\n".join(written)


def _row(page: Page, row: int, held: Sequence[Line], between: str) -> str:
    texts = dict.fromkeys(cells_of(page, row), "")
    for line in held:
        text = " ".join(line.text.split()) if line.pre else line.text
        texts[line.cell] = f"{texts.get(line.cell, '')} {text}".strip()
    cells = list(texts.values())
    while cells and not cells[-1]:
        cells.pop()
    full = [text for text in cells if text]
    return full[0] if len(full) == 1 else between.join(cells).strip()
