"""Which parts of a pattern may match nothing, and where that makes re2 and `re` choose differently.

In a repeat whose body may match nothing, `re` leaves the repeat at an empty round, re2 does not take empty
rounds. Where the body takes something whenever it can, both find the same match. Where it prefers nothing,
as in `(?:a|b*?)*`, the matches differ: such a repeat is refused, there is always a plainer way to say it.
"""

from collections.abc import Iterator

from docflow.pattern.tree import Anchor, Atom, Choice, Group, Node, Repeat, Row

__all__ = ["idle_repeats", "parts"]


def idle_repeats(node: Node) -> Iterator[Repeat]:
    """Yield the repeats whose body prefers to match nothing."""
    for part in parts(node):
        if isinstance(part, Repeat) and part.high != 1 and not _eager(part.node):
            yield part


def parts(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes inside it, in order."""
    yield node
    match node:
        case Group() | Repeat():
            yield from parts(node.node)
        case Row():
            for item in node.items:
                yield from parts(item)
        case Choice():
            for option in node.options:
                yield from parts(option)
        case _:
            return


def _nullable(node: Node) -> bool:
    match node:
        case Atom():
            return False
        case Anchor():
            return True
        case Group():
            return _nullable(node.node)
        case Repeat():
            return node.low == 0 or _nullable(node.node)
        case Row():
            return all(_nullable(item) for item in node.items)
        case Choice():
            return any(_nullable(option) for option in node.options)


def _eager(node: Node) -> bool:
    """Whether a node that may match nothing does so only where it cannot take a character."""
    if not _nullable(node):
        return True
    match node:
        case Group():
            return _eager(node.node)
        case Repeat():
            return not node.lazy and _eager(node.node)
        case Row():
            return all(_eager(item) for item in node.items)
        case Choice():
            return _eager(node.options[-1]) and not any(_nullable(option) for option in node.options[:-1])
        case _:
            return True
