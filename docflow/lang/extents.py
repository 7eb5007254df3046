"""How far the parts of a flow file reach, in lines: what a comment beside one of them speaks for."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from docflow.lang import tree

__all__ = ["extents"]

_Part: TypeAlias = (
    tree.Item | tree.With | tree.OnError | tree.Source | tree.Step | tree.Arm | tree.Gate
    | tree.Given | tree.Mock | tree.Then
)  # fmt: skip


def extents(program: tree.Program) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each item, setting, source, step, arm, gate and clause.

    What has steps or clauses in braces reaches to its opening brace only.
    """
    todo: list[_Part] = list(program.items)
    while todo:
        top = todo.pop()
        last, inner = _parts(top)
        if last:
            yield top.span.line, last
        todo += inner


def _parts(node: _Part) -> tuple[int, Sequence[_Part]]:
    """The last line of a part, 0 where it has none of its own, and the parts in it."""
    match node:
        case tree.Pipeline():
            return 0, (node.source, *node.steps, *node.gates)
        case tree.Flow():
            return node.name_span.line, (*node.settings, *([node.pipeline] if node.pipeline else ()))
        case tree.Stage():
            return node.body.span.line, node.body.steps
        case tree.Test():
            return node.target.span.line, node.clauses
        case tree.Arm(target=tree.Block() as body):
            return body.span.line, body.steps
        case tree.Step(action=tree.When() as when):
            return when.then.span.line, (*when.then.steps, *(when.otherwise.steps if when.otherwise else ()))
        case tree.Step(action=tree.Route() as route):
            return route.head.line, route.arms
        case tree.Step(action=tree.Tee() as tee):
            return tee.span.line, [step for branch in tee.branches for step in branch.steps]
    return node.span.end_line, ()
