"""How deep lists and maps are nested: what is deeper than the limit goes to quarantine, in every format."""

from collections.abc import Iterable
from typing import Any

from docflow.plugin import Rejected

__all__ = ["depth", "nested", "too_deep"]


def depth(value: Any, most: int) -> int:
    """Return how deep a value is nested, at most `most + 1`; without recursion, 0 for a scalar."""
    level, found = [value], 0
    while level and found <= most:
        inner = [v for v in level if isinstance(v, (dict, list))]
        found += bool(inner)
        level = [x for v in inner for x in (v.values() if isinstance(v, dict) else v)]
    return found


def nested(values: Iterable[Any], most: int) -> bool:
    """Return whether a record of these values is nested deeper than `most`; the record itself is a level."""
    return any((type(v) is dict or type(v) is list) and depth(v, most) >= most for v in values)


def too_deep(what: str, most: int, line: int | None = None) -> Rejected:
    """Return the rejection of a record that is nested deeper than `most`."""
    return Rejected("limit:nesting", f"{what} is nested deeper than {most}", line=line)
