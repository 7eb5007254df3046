"""What the operators mean on values: total over the types of the language.

Null in arithmetic gives null, null is below and above nothing, division by zero gives 0. A value of
a type that the checker would have refused (a record that is not what its source declared) raises
TypeError with a sentence; the engine then does what the step says `on error`.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from docflow.model import Document, Place, Regex

__all__ = [
    "BUILT_IN",
    "add",
    "contains",
    "divide",
    "doc_value",
    "equal",
    "in_texts",
    "matches",
    "member",
    "multiply",
    "negate",
    "run_value",
    "subtract",
    "text_of",
]

BUILT_IN = {
    "id": "text",
    "text": "text",
    "source": "text",
    "words": "number",
    "chars": "number",
    "lines": "number",
}
"""The fields that every document has, and what they are."""

NUMBERS = (int, float)
LISTS = (list, tuple)


def member(value: Any, names: tuple[str, ...]) -> Any:
    """Return the member or key of that path; None when one is missing."""
    for name in names:
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, Document):
            value = getattr(value, name) if name in BUILT_IN else value.fields.get(name)
        else:
            return None
    return value


def doc_value(doc: Document | None, names: tuple[str, ...]) -> Any:
    """Return `doc.NAMES` where there may be no document; None then."""
    return member(doc, names)


def run_value(run: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return `run.NAMES`; what was never counted is 0 (`run.dropped_by.x` when x dropped nothing)."""
    found = member(run, names)
    return 0 if found is None else found


def equal(left: Any, right: Any) -> bool:
    """Return `left == right`; a list equals a tuple with equal elements."""
    if isinstance(left, LISTS) and isinstance(right, LISTS):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    return bool(left == right)


def contains(item: Any, place: Any) -> bool:
    """Return `item in place`: an element of a list, a key of a map, a piece of a text; false in null."""
    if isinstance(place, str):
        return isinstance(item, str) and item in place
    if isinstance(place, Mapping):
        return isinstance(item, str) and item in place
    return isinstance(place, LISTS) and any(equal(item, element) for element in place)


def in_texts(item: Any, texts: frozenset[str]) -> bool:
    """Return whether `item` is one of many texts."""
    return isinstance(item, str) and item in texts


def matches(test: Callable[[str], bool], text: Any) -> bool:
    """Return whether a pattern is found in the text; false for null."""
    if isinstance(text, str):
        return test(text)
    if text is None:
        return False
    raise TypeError(f"`matches` needs a text, not {_kind(text)}")


def add(left: Any, right: Any) -> Any:
    """Return `left + right`: numbers, texts, lists; a path and a text that is put at its end."""
    if left is None or right is None:
        return None
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return left + right
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, LISTS) and isinstance(right, LISTS):
        return [*left, *right]
    if isinstance(left, Place) and isinstance(right, str):
        return Place(left.path + right, left.base)
    raise _unfit("+", left, right)


def subtract(left: Any, right: Any) -> Any:
    """Return `left - right`."""
    if left is None or right is None:
        return None
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return left - right
    raise _unfit("-", left, right)


def multiply(left: Any, right: Any) -> Any:
    """Return `left * right`."""
    if left is None or right is None:
        return None
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return left * right
    raise _unfit("*", left, right)


def divide(left: Any, right: Any) -> Any:
    """Return `left / right`, 0.0 when `right` is 0; a path and a text are joined with a slash."""
    if left is None or right is None:
        return None
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return left / right if right else 0.0
    if isinstance(left, Place) and isinstance(right, str):
        return left / right
    raise _unfit("/", left, right)


def negate(value: Any) -> Any:
    """Return `-value`."""
    if value is None:
        return None
    if isinstance(value, NUMBERS):
        return -value
    raise TypeError(f"`-` needs a number, not {_kind(value)}")


def text_of(value: Any) -> str:
    """Return a value as an f-string shows it.

    Null is "", booleans are words, dates ISO 8601, floats the shortest text that reads back, lists and
    maps joined with ", ".
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, LISTS):
        return ", ".join(map(text_of, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {text_of(item)}" for key, item in value.items())
    if isinstance(value, Place):
        return value.path
    if isinstance(value, Regex):
        return value.pattern
    return str(value)


def _unfit(op: str, left: Any, right: Any) -> TypeError:
    return TypeError(f"`{op}` does not fit {_kind(left)} and {_kind(right)}")


def _kind(value: Any) -> str:
    names = {
        bool: "a bool",
        str: "a text",
        int: "an int",
        float: "a float",
        Place: "a path",
        Regex: "a regex",
    }
    if isinstance(value, LISTS):
        return "a list"
    if isinstance(value, Mapping):
        return "a map"
    return names.get(type(value)) or ("a date" if isinstance(value, datetime.date) else type(value).__name__)
