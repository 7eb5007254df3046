"""Formatting a part of a file: the steps and items that touch some lines, the rest as it was."""

from collections.abc import Iterator

from docflow.lang.layout.concrete import Branch, branches, edges
from docflow.lang.layout.gaps import Source
from docflow.lang.layout.page import Written

__all__ = ["merged"]


def merged(text: str, source: Source, tree: Branch, written: Written, lines: tuple[int, int]) -> str:
    """Return the text with what touches the lines (first and last, from 1) taken from the written one.

    What is taken or left as a whole is an item of one line, the head and the end of a larger one, a
    setting, a step of its pipeline with all that is in it, a gate, a clause of a test; a comment at the end
    of its last line belongs to it.
    """
    end = len(source.tokens) - 1
    starts = [0, *sorted({source.number(edges(kid)[0]) for kid in _units(tree)} - {0}), end]
    parts = []
    for first, following in zip(starts, [*starts[1:], end + 1], strict=True):
        last = following - 1
        if first > last:
            continue
        before = first - 1
        if _touches(source, first, last, lines):
            begin = _behind(source, before, written.text, written.places[before][1]) if first else 0
            stop = _behind(source, last, written.text, written.places[last][1]) if first < end else None
            parts.append(written.text[begin:stop])
        else:
            begin = _behind(source, before, text, source.tokens[before].span.end) if first else 0
            parts.append(text[begin : _behind(source, last, text, source.tokens[last].span.end)])
    return "".join(parts)


def _behind(source: Source, number: int, text: str, end: int) -> int:
    """Where a token that ends at `end` in a text ends with the comment behind it."""
    comment = source.gaps[number + 1].trailing if number + 1 < len(source.gaps) else None
    return end if comment is None else text.index(comment, end) + len(comment)


def _touches(source: Source, first: int, last: int, lines: tuple[int, int]) -> bool:
    """Whether a unit, with the comments above it, has a line among the lines."""
    notes = source.gaps[first].notes
    begins = notes[0].line if notes else source.tokens[first].span.line
    return begins <= lines[1] and source.tokens[last].span.end_line >= lines[0]


def _units(tree: Branch) -> Iterator[Branch]:
    """The parts that are formatted by themselves; what stands between two belongs to the one before."""
    for item in branches(tree.kids):
        yield item
        if item.rule in ("flow", "stage", "test"):
            for kid in _ends(item):
                yield from _parts(kid)
        elif item.rule == "pipeline":
            yield from _parts(item)


def _ends(item: Branch) -> list[Branch]:
    """The kids of an item that stand on lines of their own, and its closing brace."""
    body = branches(item.kids[-1:], "block") if item.rule == "stage" else []
    kids = body[0].kids[1:] if body else item.kids[_brace(item) + 1 :]
    return [kid if isinstance(kid, Branch) else Branch("brace", (kid,)) for kid in kids]


def _brace(item: Branch) -> int:
    return next(
        at for at, kid in enumerate(item.kids) if not isinstance(kid, Branch) and kid.kind == "LBRACE"
    )


def _parts(kid: Branch) -> tuple[Branch, ...]:
    return tuple(branches(kid.kids)) if kid.rule == "pipeline" else (kid,)
