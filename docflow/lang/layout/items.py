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
from docflow.lang.layout.steps import before, block, expectation, on_error, opened, step
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
            parts.append(hard(force=apart and not gap.spaced(inner=before.rule == "pipeline")))
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
    return group(head, before(source, body), block(source, body), broken=opened(source, body))


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
        words(source, word, name),
        before(source, opening),
        Tok(first),
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
    head, following, gates = _parts(source, branch)
    return (group(head, *following, broken=_lined(source, branch)), *gates)


def _bare(source: Source, branch: Branch) -> Doc:
    """A pipeline without a flow: its lines after the first are indented, as only items begin at column 1."""
    head, following, gates = _parts(source, branch)
    after = source.number(edges(branch)[1]) + 1
    stream = group(head, Indent(following), broken=_lined(source, branch))
    return (stream, Indent((*gates, Comments(after, inner=True))))


def _parts(source: Source, branch: Branch) -> tuple[Doc, tuple[Doc, ...], tuple[Doc, ...]]:
    """The source, the steps and the gates of a pipeline, the latter two with the line ends before them."""
    head, *rest = branch.kids
    steps = tuple((Line(blank=True), step(source, kid)) for kid in branches(rest, "step"))
    gates = tuple((hard(), expectation(source, kid)) for kid in branches(rest, "gate"))
    return _listed(source, head), steps, gates


def _lined(source: Source, branch: Branch) -> bool:
    """Whether source and steps were written on several lines, or cannot stand on one."""
    steps = branches(branch.kids, "step")
    if not steps:
        return False
    first, last = source.number(edges(branch)[0]), source.number(edges(steps[-1])[1])
    starts = (source.number(edges(kid)[0]) for kid in steps)
    return any(source.gaps[at].ends for at in starts) or source.ragged(first, last)


def _test(source: Source, branch: Branch) -> Doc:
    word, name, of, target, opening, *clauses, closing = branch.kids
    first, last = source.number(edges(opening)[0]), source.number(edges(closing)[0])
    head = (words(source, word, name, of, target), before(source, opening), Tok(first))
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
    "pipeline": _bare,
    "test": _test,
}
