"""How large each node and label is drawn, and in which lines."""

from docflow.report.graph.measure import Face, cut, text_width, wrapped
from docflow.report.graph.model import Edge, Node
from docflow.value import frozen

__all__ = ["COUNT", "HEAD", "NOTE", "TITLE", "Line", "Size", "count_text", "size_of_label", "size_of_node"]

TITLE, NOTE, COUNT, HEAD = Face(13, bold=True), Face(11, mono=True), Face(11), Face(14, bold=True)
MOST = 250
LABEL_MOST = 190
LEADING = 15
PADDING = 10
ENDS = ("drop", "quarantine", "fail", "result")


@frozen
class Line:
    """A line of text in a box: what it says, and whether it is its title, a note or a count."""

    text: str
    role: str


@frozen
class Size:
    """The lines of a box and its width and height."""

    lines: tuple[Line, ...]
    width: int
    height: int


def size_of_node(node: Node) -> Size:
    """Return how a node is drawn."""
    if node.kind == "tee":
        return Size((Line("tee", "title"),), 52, 24)
    if node.kind in ENDS:
        return _end(node)
    title = Line(cut(node.title, TITLE, MOST), "title")
    lines = [title, *(Line(text, "note") for note in node.notes for text in _note(node, note))]
    least = 96 if node.kind == "choice" else 84
    slant = 28 if node.kind == "choice" else 0
    width = max(least, *(_wide(line) for line in lines)) + 2 * PADDING + slant
    return Size(tuple(lines), _even(width), LEADING * len(lines) + 2 * PADDING - 4)


def _note(node: Node, note: str) -> tuple[str, ...]:
    wide = MOST + 120 if node.kind == "gate" else MOST
    return wrapped(note, NOTE, wide, 2 if node.kind in ("choice", "step", "gate") else 1)


def _end(node: Node) -> Size:
    lines = [Line(node.title, "end"), *(Line(cut(note, COUNT, 170), "reason") for note in node.notes[:1])]
    width = max(text_width(line.text, COUNT) for line in lines) + 24
    return Size(tuple(lines), _even(max(56, width)), 14 * len(lines) + 10)


def size_of_label(edge: Edge) -> Size:
    """Return how the label of an arm is drawn, with its count where there is one."""
    lines = [Line(text, "label") for text in wrapped(edge.label, NOTE, LABEL_MOST)]
    if edge.documents is not None:
        lines.append(Line(count_text(edge.documents), "count"))
    width = max(text_width(line.text, NOTE) for line in lines) + 14
    return Size(tuple(lines), _even(max(36, width)), 14 * len(lines) + 8)


def count_text(documents: int | None) -> str:
    """Return a number of documents as an edge shows it."""
    return "" if documents is None else f"{documents:,}"


def _wide(line: Line) -> int:
    return text_width(line.text, TITLE if line.role == "title" else NOTE)


def _even(width: int) -> int:
    return width + width % 2
