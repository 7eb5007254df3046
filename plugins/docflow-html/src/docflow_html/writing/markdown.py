"""Lines of a page as Markdown (CommonMark, with the tables of GitHub)."""

from collections.abc import Sequence

from docflow.plugin import late
from docflow_html.page.page import NOWHERE, Line, Page
from docflow_html.writing.code import fenced, language_of
from docflow_html.writing.escape import escape_start
from docflow_html.writing.grid import grid
from docflow_html.writing.inline import Spelling, inline, target
from docflow_html.writing.runs import Run, runs_of
from docflow_html.writing.stack import Stack
from docflow_html.writing.state import STRONG, State, states_of

__all__ = ["as_markdown"]

_CLOSING = late(r"(?:^|\s)#+$")


def as_markdown(
    page: Page, lines: Sequence[Line], *, links: bool = True, images: bool = False, base: str = ""
) -> str:
    """Return the lines as Markdown; relative addresses are resolved where `base` is known."""
    writer = _Writer(page, lines, Spelling(links, images, base))
    at = 0
    while at < len(lines):
        at = writer.block(at)
    return "\n".join(writer.stack.lines)


class _Writer:
    """Writes the blocks of a page, each with all the lines that belong to it."""

    def __init__(self, page: Page, lines: Sequence[Line], spelling: Spelling) -> None:
        self.page, self.lines, self.spelling = page, lines, spelling
        self.states: list[State] = states_of(page)
        self.stack = Stack()

    def block(self, at: int) -> int:
        """Write the block that begins with a line; return the first line behind it."""
        line = self.lines[at]
        tag, state = self.page.tags[line.owner], self.states[line.owner]
        if tag == "hr":
            self.stack.rule(state.frames)
            return at + 1
        if line.cell != NOWHERE:
            return self._table(at)
        if line.pre:
            if line.text:
                self.stack.add(state.frames, fenced(line.text, language_of(self.page, line.owner)))
            return at + 1
        if state.heading != NOWHERE:
            return self._heading(at, state)
        return self._paragraph(at, state)

    def _heading(self, at: int, state: State) -> int:
        end = at + 1
        while end < len(self.lines) and self.states[self.lines[end].owner].heading == state.heading:
            end += 1
        text = self._inline(self.lines[at:end])
        if text:
            level = int(self.page.tags[state.heading][1])
            closed = _CLOSING.search(text)
            if closed:
                text = f"{text[: closed.end() - 1]}\\#"
            self.stack.add(state.frames, [f"{'#' * level} {text}"])
        return end

    def _paragraph(self, at: int, state: State) -> int:
        end = at + 1
        while end < len(self.lines) and self._goes_on(self.lines[end], self.lines[at]):
            end += 1
        written = [self._inline([line], bold=state.term != NOWHERE) for line in self.lines[at:end]]
        written = [escape_start(text) for text in written if text]
        if written:
            broken = [f"{text}  " for text in written[:-1]]
            is_definition = at > 0 and self.states[self.lines[at - 1].owner].term != NOWHERE
            self.stack.add(state.frames, [*broken, written[-1]], close=is_definition)
        return end

    @staticmethod
    def _goes_on(line: Line, first: Line) -> bool:
        return line.owner == first.owner and line.breaks == 1 and not line.pre and line.cell == NOWHERE

    def _inline(self, lines: Sequence[Line], *, bold: bool = False, cell: bool = False) -> str:
        runs = runs_of(self.page, self.states, lines, self._is_link, images=self.spelling.images)
        if bold:
            runs = [Run(run.text, run.marks | STRONG, run.link, run.image) for run in runs]
        return inline(self.page, runs, self.spelling, cell=cell)

    def _is_link(self, link: int) -> bool:
        return self.spelling.links and bool(target(self.page, link, self.spelling))

    def _table(self, at: int) -> int:
        table = self._table_of(self.lines[at].cell)
        cells: dict[int, list[Line]] = {}
        rows: dict[int, None] = {}
        while at < len(self.lines):
            cell = self.lines[at].cell
            if cell == NOWHERE or cell >= self.page.ends[table]:
                break
            cells.setdefault(cell, []).append(self.lines[at])
            rows[self.page.parents[cell]] = None
            at += 1
        texts = {cell: self._inline(held, cell=True) for cell, held in cells.items()}
        if any(texts.values()):
            self.stack.add(self.states[table].frames, grid(self.page, list(rows), texts))
        return at

    def _table_of(self, cell: int) -> int:
        number = cell
        while self.page.tags[number] != "table":
            number = self.page.parents[number]
        return number
