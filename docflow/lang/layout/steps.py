"""Layouts of steps, their blocks and outcomes."""

from collections.abc import Callable

from docflow.lang.layout.concrete import Branch, Kid, branches, edges, rule_of
from docflow.lang.layout.gaps import Source
from docflow.lang.layout.pieces import SPACE, Comments, Doc, Group, Indent, Line, Tok, group, hard, joined
from docflow.lang.layout.values import spaced, value, words
from docflow.lang.syntax.tokens import Token

__all__ = ["before", "block", "expectation", "on_error", "opened", "step"]


def step(source: Source, branch: Branch) -> Doc:
    """`| action as name on error outcome`: what belongs to the action is indented to it."""
    bar, action, *tails = branch.kids
    parts: list[Doc] = [value(source, bar), SPACE, _action(source, action)]
    for tail in tails:
        shown = on_error(source, tail) if rule_of(tail) == "on_error" else value(source, tail)
        parts.append(group(Indent((Line(), shown))))
    return (parts[0], Indent(tuple(parts[1:])))


def on_error(source: Source, branch: Branch) -> Doc:
    """`on error outcome`."""
    on, error, outcome = branch.kids
    return (words(source, on, error), SPACE, _outcome(source, outcome))


def expectation(source: Source, branch: Branch) -> Doc:
    """`expect condition else outcome`, for a step and for a gate."""
    expect, condition, *otherwise = branch.kids
    head = (value(source, expect), SPACE, value(source, condition))
    return group(head, *(_tail(source, part) for part in otherwise))


def block(source: Source, branch: Branch) -> Doc:
    """`{ steps }`; its lines belong to the group around it."""
    opening, *steps, closing = branch.kids
    first, last = source.number(edges(opening)[0]), source.number(edges(closing)[0])
    if not steps and not source.commented(first, last):
        return (Tok(first), Tok(last))
    body = joined([step(source, kid) for kid in steps], Line(blank=True))
    return (Tok(first), Indent((Line(), *body, Comments(last))), Line(), Tok(last))


def opened(source: Source, branch: Branch) -> bool:
    """Whether a block was written on several lines, or cannot stand on one."""
    starts = [source.number(edges(kid)[0]) for kid in branch.kids[1:]]
    first = source.number(edges(branch.kids[0])[0])
    return any(source.gaps[at].ends for at in starts) or source.ragged(first, starts[-1])


def _blocks(source: Source, branch: Branch, *parts: Doc) -> Group:
    """Blocks of one step stand on its line all together or not at all."""
    other = [kid for part in branches(branch.kids, "else_block") for kid in part.kids]
    blocks = branches((*branch.kids, *other), "block")
    return group(*parts, broken=any(opened(source, kid) for kid in blocks))


def _action(source: Source, kid: Kid) -> Doc:
    if isinstance(kid, Branch) and kid.rule in _ACTIONS:
        return _ACTIONS[kid.rule](source, kid)
    return value(source, kid)


def _when(source: Source, branch: Branch) -> Doc:
    when, condition, then, *otherwise = branch.kids
    parts: list[Doc] = [*_headed(source, then, when, condition)]
    for part in otherwise:
        parts += [before(source, part), *_headed(source, part.kids[1], part.kids[0])]
    return _blocks(source, branch, *parts)


def _headed(source: Source, body: Branch, word: Kid, condition: Kid | None = None) -> tuple[Doc, ...]:
    """`when condition { steps }`: the brace gets a line of its own behind a condition of several lines."""
    if condition is None:
        return (value(source, word), before(source, body), block(source, body))
    head, gap = words(source, word, condition), before(source, body)
    if gap == SPACE and rule_of(condition) in ("or_e", "and_e"):
        return (group(head, Line()), block(source, body))
    return (head, gap, block(source, body))


def _tee(source: Source, branch: Branch) -> Doc:
    tee, *blocks = branch.kids
    parts: list[Doc] = [value(source, tee)]
    for kid in blocks:
        parts += [before(source, kid), block(source, kid)]
    return _blocks(source, branch, *parts)


def before(source: Source, kid: Kid) -> Doc:
    """Return what stands before a brace or an `else`: a space; behind comments the end of a line."""
    return hard(blank=False) if source.gaps[source.number(edges(kid)[0])].comments else SPACE


def _route(source: Source, branch: Branch) -> Doc:
    at = next(i for i, kid in enumerate(branch.kids) if isinstance(kid, Token) and kid.kind == "LBRACE")
    head, arms = words(source, *branch.kids[:at]), branch.kids[at + 1 : -1]
    first, last = (source.number(edges(branch.kids[i])[0]) for i in (at, -1))
    gap = before(source, branch.kids[at])
    if not arms and not source.commented(first, last):
        return (head, gap, Tok(first), Tok(last))
    lines = joined([_arm(source, arm) for arm in arms], hard())
    inner = Indent((hard(blank=False), *lines, Comments(last)))
    return (head, gap, Tok(first), inner, hard(blank=False), Tok(last))


def _arm(source: Source, branch: Branch) -> Doc:
    """`when condition { steps }`, `when condition => call` or the same behind `else`."""
    *head, target = branch.kids
    if rule_of(target) == "block":
        return _blocks(source, branch, *_headed(source, target, *head))
    return group(words(source, *head), Indent((Line(), words(source, *target.kids))))


def _outcome(source: Source, kid: Branch) -> Doc:
    if kid.rule != "outcome":
        return value(source, kid)
    first, *rest = kid.kids
    return group(value(source, first), *((Indent((Line(), words(source, *rest))),) if rest else ()))


def _tail(source: Source, kid: Branch) -> Doc:
    """`else outcome`."""
    word, outcome = kid.kids
    return Indent((Line(), value(source, word), SPACE, _outcome(source, outcome)))


def _drop(source: Source, branch: Branch) -> Doc:
    """`drop when condition`, or `drop("reason")`, which is a call."""
    if rule_of(branch.kids[-1]) == "args":
        return (value(source, branch.kids[0]), value(source, branch.kids[1]))
    return spaced(source, branch)


_ACTIONS: dict[str, Callable[[Source, Branch], Doc]] = {
    **dict.fromkeys(("sink", "set"), spaced),
    "drop": _drop,
    "when": _when,
    "route": _route,
    "tee": _tee,
    "expect": expectation,
}
