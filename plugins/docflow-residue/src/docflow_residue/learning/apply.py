"""What was learned, on one document: which of its lines go, and by which rule."""

from collections.abc import Sequence

from attrs import frozen

from docflow_residue.learning.asked import Position
from docflow_residue.learning.learned import Learned, Repeated
from docflow_residue.learning.shape import Shape, shape_of

__all__ = ["Taken", "taken_lines"]


@frozen
class Taken:
    """A line that goes: its number from 0, and why."""

    line: int
    repeated: Repeated
    position: Position


def taken_lines(lines: Sequence[str], learned: Learned) -> list[Taken]:
    """Return the lines of a document that go, in order; none where nothing would be left."""
    if not learned.lines and not learned.loose:
        return []
    shapes = [shape_of(line) for line in lines]
    known = [None if shape is None else _known(shape, learned) for shape in shapes]
    if not any(known):
        return []
    first, last = _text(shapes, known)
    taken = []
    for number, repeated in enumerate(known):
        if repeated is not None:
            at: Position = "head" if number < first else "tail" if number >= last else "between"
            if at in repeated.positions:
                taken.append(Taken(number, repeated, at))
    gone = {each.line for each in taken}
    left = any(shape is not None and shape.letters and n not in gone for n, shape in enumerate(shapes))
    return taken if left else []


def _known(shape: Shape, learned: Learned) -> Repeated | None:
    found = learned.lines.get(shape.key)
    return learned.loose.get(shape.loose) if found is None and shape.loose else found


def _text(shapes: Sequence[Shape | None], known: Sequence[Repeated | None]) -> tuple[int, int]:
    """Return where the text of a document begins and ends: its prose, else its lines, that do not repeat."""
    own = [n for n, shape in enumerate(shapes) if shape is not None and known[n] is None]
    prose = [n for n in own if (shape := shapes[n]) is not None and shape.prose]
    found = prose or own
    middle = len(shapes) // 2
    return (found[0], found[-1] + 1) if found else (middle, middle)
