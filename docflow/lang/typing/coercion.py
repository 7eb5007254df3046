"""Values into the type that a place asks for: the one list of what stands for what.

A text becomes a path, a glob, a date or a word of an enum; an int a float or a ratio; one path a list of
paths where both are taken. Everything else must have the type already.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from docflow.lang.suggest import nearest
from docflow.lang.typing.quantities import parse_date
from docflow.lang.typing.types import NUMBERS, with_article
from docflow.lang.typing.units import DIMENSIONS
from docflow.model import BOOL, DATE, FLOAT, INT, NULL, PATH, REGEX, TEXT, Place, Regex, Type, list_of, map_of
from docflow.plan.quote import duration, ratio, size
from docflow.value import frozen

__all__ = ["Misfit", "coerce", "natural", "show"]


@frozen
class Misfit:
    """Why a value does not fit: a sentence, some help, the code, and what to write instead (or None)."""

    message: str
    help: str | None = None
    code: Literal["DF0303", "DF0304", "DF0305"] = "DF0303"
    instead: str | None = None


def coerce(value: object, found: Type, expected: Type, base: str = "flow") -> object:
    """Return the value as the expected type has it, or a Misfit. Relative paths belong to `base`."""
    if found.name in ("any", "union"):
        found = natural(value)
    if expected.name == "any":
        return value
    if value is None:
        if expected.optional or expected.name == "null":
            return None
        return Misfit(f"this must be {with_article(expected)}, and it is null")
    if expected.name == "union":
        return _union(value, found, expected, base)
    if expected.name in _NESTED:
        return _nested(value, found, expected, base)
    if expected.name == "enum":
        return _word(value, expected)
    return _scalar(value, found, expected, base)


def natural(value: object) -> Type:
    """Return the type that a value shows by itself (a size is an int, a duration a float)."""
    if isinstance(value, (tuple, list)):
        return list_of(Type("any"))
    if isinstance(value, dict):
        return map_of(Type("any"))
    return _NATURAL.get(type(value), Type("any"))


_NATURAL = {
    bool: BOOL,
    int: INT,
    float: FLOAT,
    str: TEXT,
    datetime.date: DATE,
    Place: PATH,
    Regex: REGEX,
    type(None): NULL,
}
_NESTED = ("list", "map", "record")


def _scalar(value: object, found: Type, expected: Type, base: str) -> object:
    name = expected.name
    if name in ("float", "ratio") and found.name in NUMBERS:
        return float(value)  # type: ignore[arg-type]
    if name == "size" and found.name == "size":
        return int(value)  # type: ignore[call-overload]
    if name == "duration" and found.name == "duration":
        return float(value)  # type: ignore[arg-type]
    if name in ("path", "glob") and isinstance(value, str):
        return Place(value, base)
    if name == "glob" and found.name == "path":
        return value
    if name == "text" and found.name == "enum":
        return value
    if name == "date" and isinstance(value, str):
        date = parse_date(value)
        return date or Misfit(f"{show(value)} is not a date", 'write a date as "2020-05-04"')
    return value if name == found.name else _misfit(value, found, expected)


def _misfit(value: object, found: Type, expected: Type) -> Misfit:
    shown = _shown(value, found)
    message = f"this must be {with_article(expected)}, and {shown} is {with_article(found)}"
    if expected.name == "bool":
        word = _SPOKEN.get(str(value).lower())
        message = f"this must be true or false, and {shown} is {with_article(found)}"
        return Misfit(message, f"did you mean `{word}`?" if word else None, instead=word)
    if expected.name in DIMENSIONS and found.name in NUMBERS:
        unit = DIMENSIONS[expected.name].lstrip("0123456789")
        return Misfit(message, f"did you mean `{value}{unit}`?", "DF0305", f"{value}{unit}")
    if found.name in DIMENSIONS:
        return Misfit(message, None, "DF0305" if expected.name in (*DIMENSIONS, *NUMBERS) else "DF0303")
    if expected.name == "regex" and isinstance(value, str):
        instead = None if set('\\"\n') & set(value) else f're"{value}"'
        return Misfit(message, 'write a regular expression as `re"..."`', instead=instead)
    if expected.name == "text" and found.name in ("int", "float", "bool"):
        return Misfit(message, "put it in quotes", instead=f'"{show(value)}"')
    if isinstance(value, str) and _reads_as(value, expected.name):
        return Misfit(message, "leave out the quotes", instead=value)
    return Misfit(message)


_SPOKEN = dict.fromkeys(("true", "yes", "on", "1"), "true") | dict.fromkeys(
    ("false", "no", "off", "0"), "false"
)


def _reads_as(text: str, name: str) -> bool:
    whole, _, part = text.partition(".")
    return whole.isdecimal() and (part.isdecimal() if part else name in ("int", "float"))


def _word(value: object, expected: Type) -> object:
    if isinstance(value, str) and value in expected.choices:
        return value
    near = nearest(value, expected.choices) if isinstance(value, str) else None
    return Misfit(
        f"this must be one of {listed(expected.choices)}, and it is {show(value)}",
        f'did you mean "{near}"?' if near else None,
        "DF0304",
        f'"{near}"' if near else None,
    )


def listed(words: Sequence[str]) -> str:
    """Return the words of an enum as messages list them."""
    more = ", ..." if len(words) > _LISTED else ""
    return ", ".join(f'"{word}"' for word in words[:_LISTED]) + more


_LISTED = 8
"""So many words of an enum are listed in a message."""


def _union(value: object, found: Type, expected: Type, base: str) -> object:
    """The alternative of the same name first; one element where a list of it is taken too is a list."""
    ranked = sorted(expected.args, key=lambda arm: arm.name != found.name)
    misfits: list[Misfit] = []
    for arm in ranked:
        made = coerce(value, found, arm, base)
        if not isinstance(made, Misfit):
            return (made,) if list_of(arm) in expected.args else made
        misfits.append(made)
    phrases = [with_article(arm) for arm in expected.args]
    kinds = " or ".join(filter(None, (", ".join(phrases[:-1]), phrases[-1])))
    close = next((m for m in misfits if m.help), None)
    return Misfit(
        f"this must be {kinds}, and {_shown(value, found)} is {with_article(found)}",
        close.help if close else None,
        instead=close.instead if close else None,
    )


def _nested(value: object, found: Type, expected: Type, base: str) -> object:
    if expected.name == "list":
        return _list(value, found, expected, base)
    if not isinstance(value, dict):
        shown = _shown(value, found)
        return Misfit(f"this must be {with_article(expected)}, and {shown} is {with_article(found)}")
    made: dict[str, object] = {}
    for key, item in value.items():
        type_ = _member(expected, key)
        if isinstance(type_, Misfit):
            return type_
        inner = _member(found, key)
        made[key] = coerce(item, natural(item) if isinstance(inner, Misfit) else inner, type_, base)
        if isinstance(made[key], Misfit):
            return made[key]
    return made


def _list(value: object, found: Type, expected: Type, base: str) -> object:
    if not isinstance(value, (tuple, list)):
        alone = not isinstance(coerce(value, found, expected.args[0], base), Misfit)
        return Misfit(
            f"this must be {with_article(expected)}, and {_shown(value, found)} is {with_article(found)}",
            "put it in brackets" if alone else None,
            instead=f"[{show(value)}]" if alone and isinstance(value, (str, int, float)) else None,
        )
    element = found.args[0] if found.name == "list" else Type("any")
    made = tuple(coerce(item, element, expected.args[0], base) for item in value)
    return next((item for item in made if isinstance(item, Misfit)), made)


def _member(type_: Type, key: str) -> Type | Misfit:
    if type_.name == "map":
        return type_.args[0]
    if type_.name != "record":
        return Type("any")
    members = dict(type_.members)
    near = nearest(key, members)
    return members.get(key) or Misfit(
        f"there is no `{key}` here", f"did you mean `{near}`?" if near else "it takes " + ", ".join(members)
    )


def _shown(value: object, type_: Type) -> str:
    """Return a value as a flow would write it, a quantity with its unit."""
    known = isinstance(value, (int, float)) and type_.name in _UNITS
    return _UNITS[type_.name](value) if known else show(value)


_UNITS: Mapping[str, Callable[[Any], str]] = {"size": size, "duration": duration, "ratio": ratio}


def show(value: object) -> str:
    """Return a value as a flow would write it, shortened."""
    if isinstance(value, str):
        text = '"' + value.replace("\n", "\\n") + '"'
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, datetime.date):
        text = value.isoformat()
    elif isinstance(value, Place):
        text = f'"{value.path}"'
    elif isinstance(value, Regex):
        text = f're"{value.pattern}"{value.flags}'
    elif isinstance(value, (tuple, list)):
        text = "[" + ", ".join(show(item) for item in value) + "]"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    else:
        text = "null" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
