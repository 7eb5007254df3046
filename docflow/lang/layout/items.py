"""Layouts of items: flows, stages, tests and the small ones; and of a whole file."""

from collections.abc import Callable

from docflow.lang.layout.concrete import Branch, branches, edges
from docflow.lang.layout.gaps import Source
from docflow.lang.layout.pieces import (
    COMMA,
    SPACE,
    Comments,
    Doc,
    Indent,
    Line,
    Tok,
    broken,
    group,
    hard,
    joined,
)
from docflow.lang.layout.steps import block, expectation, on_error, opened, step
from docflow.lang.layout.values import declared, elements, spaced, value, words

__all__ = ["file_of"]

_LARGE = ("flow", "stage", "pipeline", "test")


def file_of(source: Source, tree: Branch, narrow: Callable[[Doc], bool]) -> Doc:
    """Lay out a whole file. `narrow` says whether a layout has room on one line.

    One blank line stands around every item of several lines and behind the language line; elsewhere it
    is kept where it was.
    """
    parts: list[Doc] = []
    before: Branch | None = None
    large = False
    for kid in branches(tree.kids):
        shown = _item(source, kid)
        wide = kid.rule in _LARGE and (broken(shown) or not narrow(shown))
        if before is not None:
            apart = large or wide or before.rule == "language"
            gap = source.gaps[source.number(edges(kid)[0])]
            parts.append(hard(force=apart and not gap.spaced))
        parts.append(shown)
        before, large = kid, wide
    end = len(source.tokens) - 1
    return (hard(), *parts, hard(), Comments(end))


def _item(source: Source, branch: Branch) -> Doc:
    return _ITEMS.get(branch.rule, spaced)(source, branch)


def _param(source: Source, branch: Branch) -> Doc:
    """`param name: type = default where condition`; broken before `where`."""
    where = branches(branch.kids, "where")
    tail = tuple(Indent((Line(), value(source, kid))) for kid in where)
    return group(declared(source, branch.kids[: len(branch.kids) - len(where)]), *tail)


def _stage(source: Source, branch: Branch) -> Doc:
    body = branch.kids[-1]
    signature = branches(branch.kids, "signature")
    head = (words(source, *branch.kids[:2]), *(value(source, kid) for kid in signature))
    return group(head, SPACE, block(source, body), broken=opened(source, body))


def _flow(source: Source, branch: Branch) -> Doc:
    """Settings and gates need lines of their own; a pipeline alone may stand on the line of its flow."""
    word, name, opening, *body, closing = branch.kids
    last = source.number(edges(closing)[0])
    settings = [_setting(source, kid) for kid in body[:-1]]
    pipeline = body[-1]
    between: Doc = hard() if settings else Line()
    inner = (Line(), *(part for each in settings for part in (each, between)), _pipeline(source, pipeline))
    starts = (source.number(edges(kid)[0]) for kid in (*body, closing))
    first = source.number(edges(opening)[0])
    return group(
        words(source, word, name, opening),
        Indent((*inner, Comments(last))),
        Line(),
        Tok(last),
        broken=any(source.gaps[at].ends for at in starts) or source.ragged(first, last),
    )


def _setting(source: Source, branch: Branch) -> Doc:
    return on_error(source, branch) if branch.rule == "on_error" else _listed(source, branch)


def _listed(source: Source, branch: Branch) -> Doc:
    """A word and a list without brackets: `from a, b`, `with x: 1, y: 2`."""
    word, *rest = branch.kids
    body = joined(elements(source, tuple(rest)), (COMMA, Line(blank=True)))
    first, last = (source.number(token) for token in edges(branch))
    many = len(body) > 1 and source.ragged(first, last)
    inner = Indent(body) if len(body) > 1 else body
    return group(value(source, word), SPACE, inner, broken=many)


def _pipeline(source: Source, branch: Branch) -> Doc:
    """Source and steps; on one line where they were, and fit. Gates stand on lines of their own."""
    head, *rest = branch.kids
    steps, gates = branches(rest, "step"), branches(rest, "gate")
    first, last = source.number(edges(head)[0]), source.number(edges((steps or [head])[-1])[1])
    lines = any(source.gaps[source.number(edges(kid)[0])].ends for kid in steps)
    stream = joined([_listed(source, head), *(step(source, kid) for kid in steps)], Line(blank=True))
    body = group(*stream, broken=lines or (bool(steps) and source.ragged(first, last)))
    return joined([body, *(expectation(source, gate) for gate in gates)], hard())


def _test(source: Source, branch: Branch) -> Doc:
    word, name, of, target, opening, *clauses, closing = branch.kids
    first, last = source.number(edges(opening)[0]), source.number(edges(closing)[0])
    head = words(source, word, name, of, target, opening)
    if not clauses and not source.commented(first, last):
        return (head, Tok(last))
    lines = joined([_clause(source, kid) for kid in clauses], hard())
    return (head, Indent((hard(blank=False), *lines, Comments(last))), hard(blank=False), Tok(last))


def _clause(source: Source, branch: Branch) -> Doc:
    fields = branches(branch.kids, "fields")
    head = words(source, *branch.kids[: len(branch.kids) - len(fields)])
    return group(head, *(Indent((Line(), _listed(source, kid))) for kid in fields))


_ITEMS: dict[str, Callable[[Source, Branch], Doc]] = {
    "param": _param,
    "stage": _stage,
    "flow": _flow,
    "pipeline": _pipeline,
    "test": _test,
}
