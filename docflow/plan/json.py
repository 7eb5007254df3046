"""Plan <-> JSON data. What is read back equals what was written, types of values included.

An attrs object is `{"$": "ClassName", field: value, ...}`; fields that have their default are left out,
so that a later format can add some. A tuple is a JSON list. Values that JSON has no form for carry a tag
too: `{"$": "list", "of": [...]}`, `map`, `date`, `datetime`, `int` (beyond 53 bits) and `float` (inf, nan).
"""

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any

from docflow.errors import RefusedError
from docflow.model import Place, Regex, Type
from docflow.plan import expr, ir
from docflow.plan.fits import fits, hints
from docflow.value import NOTHING, defaults_of

__all__ = ["TAG", "decode", "encode", "from_json", "to_json"]

TAG = "$"
EXACT = 2**53
"""Ints beyond it do not survive readers that take numbers for floats."""

CLASSES: Mapping[str, type] = {
    cls.__name__: cls
    for cls in (
        *(getattr(ir, name) for name in ir.__all__),
        *(getattr(expr, name) for name in expr.__all__),
        *(Place, Regex, Type),
    )
    if isinstance(cls, type) and defaults_of(cls) is not None
}
Skip = Callable[[type, str], bool]


def to_json(plan: ir.Plan) -> dict[str, Any]:
    """Return the plan as data for `json.dumps`; raises RefusedError for a value that no flow can have."""
    data: dict[str, Any] = encode(plan)
    return {"format": plan.format, "language": plan.language, **data}


def from_json(data: object) -> ir.Plan:
    """Return the plan that `to_json` wrote; raises RefusedError for anything else."""
    if not isinstance(data, Mapping) or data.get(TAG) != "Plan":
        raise RefusedError("this is no plan of docflow")
    if data.get("format") != ir.FORMAT:
        raise RefusedError(
            f"the plan has format {data.get('format')!r}, this docflow reads format {ir.FORMAT}; "
            "make the plan again from its flow"
        )
    try:
        plan = decode(data)
    except RecursionError:
        raise RefusedError("the plan is nested too deeply") from None
    if not isinstance(plan, ir.Plan):
        raise RefusedError("this is no plan of docflow")
    return plan


def _keep_all(_cls: type, _field: str) -> bool:
    return False


def encode(value: object, skip: Skip = _keep_all) -> Any:
    """Return a value of a plan as JSON data; `skip(class, field)` says what to leave out.

    Raises RefusedError for a value that no flow can have.
    """
    try:
        return _encoded(value, skip)
    except RecursionError:
        raise RefusedError("the plan is nested too deeply") from None


def _encoded(value: object, skip: Skip) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, tuple):
        return [_encoded(item, skip) for item in value]
    if isinstance(value, list):
        return {TAG: "list", "of": [_encoded(item, skip) for item in value]}
    if isinstance(value, Mapping):
        return {TAG: "map", "of": {_key(key): _encoded(item, skip) for key, item in value.items()}}
    if isinstance(value, datetime.datetime):
        return {TAG: "datetime", "of": value.isoformat()}
    if isinstance(value, datetime.date):
        return {TAG: "date", "of": value.isoformat()}
    if CLASSES.get(type(value).__name__) is type(value):
        return _object(value, skip)
    raise RefusedError(f"a plan cannot hold a value of the type {type(value).__name__}")


def _number(value: float) -> Any:
    if isinstance(value, int):
        return value if abs(value) <= EXACT else {TAG: "int", "of": str(value)}
    return value if math.isfinite(value) else {TAG: "float", "of": repr(value)}


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise RefusedError(f"the keys of a map are text, not {type(key).__name__}")
    return key


def _object(value: Any, skip: Skip) -> dict[str, Any]:
    cls = type(value)
    data = {TAG: cls.__name__}
    for name, default in (defaults_of(cls) or {}).items():
        found = getattr(value, name)
        is_default = type(found) is type(default) and found == default
        if not is_default and not skip(cls, name):
            data[name] = _encoded(found, skip)
    return data


def decode(data: object) -> Any:
    """Return the value that `encode` wrote; raises RefusedError for what it cannot have written."""
    if isinstance(data, list):
        return tuple(decode(item) for item in data)
    if not isinstance(data, Mapping):
        return data
    tag = str(data.get(TAG))
    if tag in TAGGED:
        return _tagged(TAGGED[tag], data)
    if tag in CLASSES:
        return _rebuilt(CLASSES[tag], data)
    raise RefusedError(f"the plan holds something unknown: {tag!r}")


def _tagged(read: Callable[[Any], Any], data: Mapping[str, Any]) -> Any:
    try:
        return read(data["of"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusedError(f"the plan holds a damaged {data[TAG]}") from error


def _rebuilt(cls: type, data: Mapping[str, Any]) -> Any:
    given = {name: decode(value) for name, value in data.items() if name != TAG}
    for name, value in given.items():
        hint = hints(cls).get(name)
        if hint is None or not fits(value, hint):
            raise RefusedError(f"the plan is damaged: {cls.__name__} has a wrong `{name}`")
    wanted = defaults_of(cls) or {}
    missing = [name for name, default in wanted.items() if default is NOTHING and name not in given]
    if missing:
        raise RefusedError(f"the plan is damaged: {cls.__name__} has no `{missing[0]}`")
    return cls(**given)


TAGGED: Mapping[str, Callable[[Any], Any]] = {
    "list": lambda items: [decode(item) for item in items],
    "map": lambda items: {key: decode(item) for key, item in items.items()},
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "int": int,
    "float": float,
}
