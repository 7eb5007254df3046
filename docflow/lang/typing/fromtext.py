"""Values from outside a flow: `--set name=value`, and the values of a params file."""

import datetime
import json
from pathlib import PurePath

from docflow.lang.suggest import nearest
from docflow.lang.typing.coercion import Misfit, coerce, natural, show
from docflow.lang.typing.quantities import parse_date, quantity
from docflow.lang.typing.regexes import regex_problem
from docflow.lang.typing.types import with_article
from docflow.lang.typing.units import DIMENSIONS, unit_hint, units_of
from docflow.late import late
from docflow.model import Place, Regex, Type

__all__ = ["from_data", "parse_value"]

_NUMBER = late(r"([+-]?)(\d[\d_]*(?:\.\d+)?)\s*([a-zA-Z]+|%)?")
_BOOLS = {"true": True, "false": False}


def parse_value(text: str, type_: Type, base: str = "caller") -> object:
    """Return the value that a text stands for as the type of its param has it, or a Misfit.

    `10MB`, `20%`, `true`, `2020-05-04`; a regex is raw; a list is separated by commas or written as
    `["a","b"]`, a map as `{"a": 1}`. A path belongs to the caller's folder. `null` and the empty text are
    null where the type allows it (the empty text only where it is no text).
    """
    if type_.optional and (text == "null" or (text == "" and type_.name != "text")):
        return None
    name = type_.name
    if name in ("text", "any"):
        return text
    if name == "enum":
        return coerce(text, Type("text"), type_)
    if name in ("path", "glob"):
        return Place(text, base) if text else Misfit(f"this must be {with_article(type_)}, and it is empty")
    if name == "regex":
        return _regex(text)
    if name in ("list", "map", "record"):
        return _container(text, type_, base)
    if name == "union":
        return _union(text, type_, base)
    return _plain(text.strip(), type_)


def _plain(text: str, type_: Type) -> object:
    if type_.name == "bool":
        low = text.lower()
        return _BOOLS.get(low, Misfit(f"this must be true or false, and it is {show(text)}"))
    if type_.name == "date":
        return parse_date(text) or Misfit(f"{show(text)} is not a date", "write a date as 2020-05-04")
    return _number(text, type_)


def _number(text: str, type_: Type) -> object:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Misfit(f"this must be {with_article(type_)}, and it is {show(text)}", _sample(type_))
    sign, digits, suffix = match.groups()
    made = quantity(digits, suffix or "")
    if isinstance(made, str):
        near = unit_hint(suffix) if suffix else None
        return Misfit(made, f"did you mean `{digits}{near}`?" if near else _sample(type_), "DF0305")
    found, value = made
    fitted = coerce(-value if sign == "-" else value, found, type_)
    if isinstance(fitted, Misfit):
        return Misfit(
            f"this must be {with_article(type_)}, and it is {show(text)}",
            fitted.help or _sample(type_),
            fitted.code,
        )
    return fitted


def _sample(type_: Type) -> str | None:
    if type_.name in DIMENSIONS:
        return f"for example `{DIMENSIONS[type_.name]}`; the units are {units_of(type_)}"
    return {"int": "for example `40`", "float": "for example `0.5`"}.get(type_.name)


def _regex(pattern: str) -> object:
    problem = regex_problem(pattern, "")
    return Regex(pattern) if problem is None else Misfit(problem[1], problem[2])


def _container(text: str, type_: Type, base: str) -> object:
    opening = "[" if type_.name == "list" else "{"
    if text.lstrip().startswith(opening):
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            return Misfit(f"this is no JSON: {error.msg} at character {error.pos + 1}", _written(type_))
        return from_data(data, type_, base)
    if type_.name != "list":
        return Misfit(f"this must be {with_article(type_)}, and it is {show(text)}", _written(type_))
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    return _first_misfit(tuple(parse_value(part, type_.args[0], base) for part in parts))


def _written(type_: Type) -> str:
    return 'write it as `["a", "b"]`, or with commas' if type_.name == "list" else 'write it as `{"a": "b"}`'


def _union(text: str, type_: Type, base: str) -> object:
    """The first alternative that takes the text; a list where brackets say so, plain text last."""
    listed = text.lstrip().startswith("[")
    ranked = sorted(type_.args, key=lambda arm: (arm.name == "text", (arm.name == "list") != listed))
    misfits: list[Misfit] = []
    for arm in ranked:
        made = parse_value(text, arm, base)
        if not isinstance(made, Misfit):
            return (made,) if Type("list", (arm,)) in type_.args else made
        misfits.append(made)
    return misfits[0]


def from_data(value: object, type_: Type, base: str = "flow") -> object:
    """Return a value of TOML or JSON as the type has it, or a Misfit; texts as `parse_value` reads them."""
    if isinstance(value, PurePath):
        value = value.as_posix()
    if isinstance(value, str):
        return value if type_.name == "any" else parse_value(value, type_, base)
    if value is None:
        return coerce(None, Type("null"), type_)
    if isinstance(value, datetime.datetime):
        return Misfit(f"this must be {with_article(type_)}, and it is a date with a time")
    if isinstance(value, (list, tuple)):
        return _from_list(value, type_, base)
    if isinstance(value, dict):
        return _from_map(value, type_, base)
    return coerce(value, _unit_of(value, type_), type_, base)


def _unit_of(value: object, type_: Type) -> Type:
    """Python and TOML have no units: there a number is taken in bytes, in seconds, or as a share."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return type_.surely() if number and type_.name in DIMENSIONS else natural(value)


def _from_list(value: list[object] | tuple[object, ...], type_: Type, base: str) -> object:
    if type_.name == "union":
        type_ = next((arm for arm in type_.args if arm.name == "list"), type_)
    if type_.name == "any":
        return tuple(from_data(item, type_, base) for item in value)
    if type_.name != "list":
        return coerce(tuple(value), Type("list", (Type("any"),)), type_, base)
    return _first_misfit(tuple(from_data(item, type_.args[0], base) for item in value))


def _from_map(value: dict[str, object], type_: Type, base: str) -> object:
    if type_.name not in ("map", "record", "any"):
        return coerce(value, natural(value), type_, base)
    members = dict(type_.members)
    made: dict[str, object] = {}
    for key, item in value.items():
        inner = members.get(key) if type_.name == "record" else type_.args[0] if type_.args else type_
        if inner is None:
            near = nearest(key, members)
            return Misfit(f"there is no `{key}` here", f"did you mean `{near}`?" if near else None)
        made[key] = from_data(item, inner, base)
    bad = next((item for item in made.values() if isinstance(item, Misfit)), None)
    return bad or made


def _first_misfit(items: tuple[object, ...]) -> object:
    return next((item for item in items if isinstance(item, Misfit)), items)
