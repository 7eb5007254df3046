"""Whether a value fits the annotation of a field: what keeps a damaged plan out of the engine."""

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from docflow.value import defaults_of

__all__ = ["fits", "hints"]


@cache
def hints(cls: type) -> Mapping[str, Any]:
    """Return the annotations of a class, resolved, by field."""
    found = typing.get_type_hints(cls)
    return {name: found[name] for name in defaults_of(cls) or ()}


def fits(value: object, hint: Any) -> bool:
    """Return whether a value is of the annotated type; knows what the classes of a plan use."""
    if hint is object:
        return True
    origin, args = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, arg) for arg in args)
    if origin is tuple:
        return isinstance(value, tuple) and _elements_fit(value, args)
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    return isinstance(value, hint)


def _elements_fit(value: tuple[object, ...], args: tuple[Any, ...]) -> bool:
    if args[-1] is Ellipsis:
        return all(fits(item, args[0]) for item in value)
    return len(value) == len(args) and all(map(fits, value, args))
