"""Writing a layout: which groups fit on their line, where comments and blank lines go."""

from collections.abc import Sequence

import attrs
from attrs import define, field

from docflow.lang.layout.gaps import Note, Source
from docflow.lang.layout.pieces import Comments, Doc, Group, Indent, Line, Sign, Tok, Trail
from docflow.lang.layout.textblocks import moved
from docflow.lang.layout.width import width

__all__ = ["WIDTH", "Written", "narrow", "write"]

WIDTH = 100
"""The most columns of a line, where a break can keep to it; comments at line ends do not count."""
STEP = 2


@attrs.frozen(eq=False)
class Written:
    """A text and where each token of the source begins and ends in it."""

    text: str
    places: Sequence[tuple[int, int]]


@define(eq=False)
class _Ending:
    """A line end that is due before whatever comes next."""

    indent: int
    blank: bool = False
    force: bool = False


@define(eq=False)
class _Page:
    source: Source
    crlf: bool
    parts: list[str] = field(factory=list)
    length: int = 0
    column: int = 0
    margin: int = 0  # the indentation of the line that is written
    due: _Ending | None = None
    remark: str | None = None  # a comment for the end of the line, behind a comma that may still come
    space: bool = False
    places: list[tuple[int, int]] = field(factory=list)
    noted: int = 0  # so many comments before the next token were written

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        _, end, last = text.rpartition("\n")
        self.column = width(last) + (0 if end else self.column)

    def token(self, index: int, indent: int) -> None:
        self.notes(index, _Ending(indent + STEP))
        self.begin(indent, blank=self.source.gaps[index].blank)
        text = self.source.tokens[index].text
        start = self.length
        self.put(moved(text, indent + STEP, crlf=self.crlf) if "\n" in text else text)
        self.places.append((start, self.length))
        self.noted = 0
        after = index + 1
        self.remark = self.source.gaps[after].trailing if after < len(self.source.gaps) else None

    def notes(self, index: int, ending: _Ending, *, inner: bool = False) -> None:
        """Write the comments on lines of their own before a token; `ending` holds where none is due."""
        for note in self.source.gaps[index].notes[self.noted :]:
            if inner and not note.inner:
                return
            self.note(note, ending)
            self.noted += 1

    def note(self, note: Note, ending: _Ending) -> None:
        if self.due is None:
            self.due = ending
        at = self.due.indent
        self.begin(at, blank=note.blank)
        self.put(note.text)
        self.due = _Ending(at, blank=True)

    def begin(self, indent: int, *, blank: bool) -> None:
        """Come to the place where the next token or comment stands."""
        if self.remark is not None:
            self.close_line()
            self.due = self.due or _Ending(indent + STEP)
        if self.due is not None and self.parts:
            lines = "\n\n" if self.due.force or (blank and self.due.blank) else "\n"
            self.put(lines + " " * self.due.indent)
            self.margin = self.due.indent
        elif self.due is None and self.space:
            self.put(" ")
        self.due, self.space = None, False

    def close_line(self) -> None:
        if self.remark is not None:
            self.put(f"  {self.remark}")
            self.remark = None

    def line(self, indent: int, line: Line) -> None:
        self.close_line()
        self.due, self.space = _Ending(indent, line.blank, line.force), False

    def sign(self, text: str) -> None:
        if text == " ":
            self.space = True
        else:
            self.put(text)

    def base(self, body: Doc, indent: int) -> int:
        """Return the indentation that the lines of a group count from.

        A comment before or in front of a group can have brought it to a line of its own, further in.
        """
        first = _first(body)
        if self.due is None and self.parts and first is not None and self.source.gaps[first].comments:
            self.line(indent + STEP, Line())
        return max(indent, self.margin if self.due is None else self.due.indent)

    def room(self) -> int:
        """Return how many columns are left on the line that the next token stands on."""
        taken = self.due.indent if self.due is not None else self.column + self.space
        return WIDTH - taken


_Entry = tuple[int, bool, Doc]  # indentation, whether on one line, layout


def write(doc: Doc, source: Source, *, crlf: bool) -> Written:
    """Write a layout of all tokens of a source; it ends with a line end unless it is empty."""
    page = _Page(source, crlf)
    todo: list[_Entry] = [(0, False, doc)]
    while todo:
        indent, flat, top = todo.pop()
        if isinstance(top, tuple):
            todo += [(indent, flat, part) for part in reversed(top)]
        elif isinstance(top, Indent):
            todo.append((indent + STEP, flat, top.body))
        elif isinstance(top, Group):
            indent = page.base(top.body, indent)
            whole = flat or (not top.broken and _fits(page.room(), top.body, todo, source))
            todo.append((indent, whole, top.body))
        else:
            _write_leaf(page, indent, flat, top)
    page.close_line()
    text = "".join(page.parts)
    return Written(f"{text}\n" if text else "", page.places)


def _write_leaf(page: _Page, indent: int, flat: bool, leaf: Tok | Sign | Trail | Comments | Line) -> None:
    if isinstance(leaf, Tok):
        page.token(leaf.index, indent)
    elif isinstance(leaf, Sign):
        page.sign(leaf.text)
    elif isinstance(leaf, Comments):
        page.notes(leaf.before, _Ending(indent, blank=True), inner=leaf.inner)
    elif isinstance(leaf, Line):
        if flat:
            page.sign(leaf.flat)
        else:
            page.line(indent, leaf)
    elif not flat:
        page.sign(",")


def _first(doc: Doc) -> int | None:
    """The token that a layout begins with, None where it begins with something else."""
    while isinstance(doc, tuple | Group):
        parts = doc if isinstance(doc, tuple) else (doc.body,)
        doc = next((part for part in parts if part != ()), Line())
    return doc.index if isinstance(doc, Tok) else None


def _fits(room: int, body: Doc, rest: Sequence[_Entry], source: Source) -> bool:
    """Whether a layout on one line, with what must follow on that line, has room."""
    todo: list[tuple[bool, Doc]] = [(True, body)]
    waiting = len(rest)
    while room >= 0:
        if not todo:
            if not waiting:
                return True
            waiting -= 1
            todo.append(rest[waiting][1:])
        flat, top = todo.pop()
        if isinstance(top, tuple):
            todo += [(flat, part) for part in reversed(top)]
        elif isinstance(top, Indent | Group):
            todo.append((flat, top.body))
        elif isinstance(top, Tok):
            text = source.tokens[top.index].text
            room -= width(text.partition("\n")[0])
            if "\n" in text and room >= 0:
                return True
        elif isinstance(top, Line) and not flat:
            return True
        else:
            room -= _width(top, flat=flat)
    return False


def narrow(doc: Doc, source: Source) -> bool:
    """Whether a layout has room on a line of its own."""
    return _fits(WIDTH, doc, (), source)


def _width(leaf: Sign | Trail | Comments | Line, *, flat: bool) -> int:
    if isinstance(leaf, Sign):
        return len(leaf.text)
    if isinstance(leaf, Line):
        return len(leaf.flat)
    return int(isinstance(leaf, Trail) and not flat)
