"""Values of the language -> the Python fields of a component, and back.

The one door between a plan's options and a component: types are those of the annotations, nested
frozen classes are built from maps, and an option's own `check` judges the converted value. Nothing
here evaluates text.
"""

import collections.abc
import datetime
import enum
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import attrs

from docflow.errors import DocflowError, PluginError
from docflow.model import Place, Regex
from docflow.plugin.kinds import Component
from docflow.plugin.option import argument_name, init_name
from docflow.plugin.spec import ComponentSpec, OptionSpec

__all__ = ["OptionError", "OptionFault", "build", "read_back", "read_options", "to_python"]

OptionFault = Literal["unknown", "missing", "type", "range", "component"]


class OptionError(DocflowError):
    """An option of a component is wrong.

    `kind` is "unknown", "missing", "type", "range" (the option's own check) or "component" (the
    options do not fit together; `option` is "" then). `message` is a plain sentence.
    """

    def __init__(self, option: str, message: str, kind: OptionFault) -> None:
        super().__init__(message)
        self.option = option
        self.message = message
        self.kind: OptionFault = kind


def build(spec: ComponentSpec, options: Mapping[str, object]) -> Component:
    """Return the component with these options, given as values of the language.

    The implicit `path` of readers and exporters is left out: the engine owns the files. Secrets pass as
    they are. Raises OptionError.
    """
    hints = _hints(spec.cls)
    known = {o.name: o for o in spec.options}
    for name in options:
        if name not in known:
            raise OptionError(name, f"`{spec.path}` has no argument `{name}`", "unknown")
    values: dict[str, object] = {}
    for option in spec.options:
        if option.facts is None:
            continue
        if option.name in options:
            values[option.name] = _convert(option, options[option.name], hints[option.name])
        elif option.required:
            raise OptionError(option.name, f"`{spec.path}` needs `{option.name}`: {option.doc}", "missing")
    return _construct(spec, values)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    """The annotations by the name of the argument, which an alias may have changed.

    Resolving them was a tenth of a check: a component is built for every step that names it.
    """
    annotations = typing.get_type_hints(cls)
    return {argument_name(a): annotations[a.name] for a in attrs.fields(cls)}


def _construct(spec: ComponentSpec, values: dict[str, object]) -> Component:
    try:
        made: Component = spec.cls(**{init_name(name): value for name, value in values.items()})
    except Exception as error:
        raise OptionError("", _failure(f"`{spec.path}`", error), "component") from error
    return made


def _failure(what: str, error: Exception) -> str:
    """A PluginError carries a sentence for the user; anything else is a fault of the plugin."""
    if isinstance(error, PluginError):
        return error.message
    return f"{what} failed with these arguments: {type(error).__name__}: {error}"


def _convert(option: OptionSpec, value: object, hint: Any) -> object:
    if option.secret:
        return value
    try:
        made = to_python(value, hint)
    except _MisfitError as misfit:
        raise OptionError(option.name, f"`{option.name}` takes {option.type}: {misfit}", "type") from None
    check = option.facts.check if option.facts else None
    if check is not None and made is not None:
        try:
            sentence = check(made)
        except Exception as error:  # noqa: BLE001 - the code of a plugin
            sentence = _failure(f"the check of `{option.name}`", error)
        if sentence is not None:
            raise OptionError(option.name, sentence, "range")
    return made


# ------------------------------------------------------------------------------------------ to Python


class _MisfitError(TypeError):
    """A value that does not fit its annotation."""


def to_python(value: Any, hint: Any) -> Any:
    """Return `value` as its annotation asks for it; raises TypeError with a sentence where it cannot."""
    if hint in (Any, object):
        return value
    origin = get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(value, get_args(hint))
    if origin is Literal:
        return _word(value, {str(word): word for word in get_args(hint)})
    if origin in _LISTS:
        return _list(value, _LISTS[origin], get_args(hint)[0])
    if origin in (dict, collections.abc.Mapping):
        return _map(value, get_args(hint)[1])
    hint = _SUPERTYPES.get(getattr(hint, "__name__", ""), hint) if hasattr(hint, "__supertype__") else hint
    if hint in _SCALARS:
        return _SCALARS[hint](value)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return value if isinstance(value, hint) else _word(value, {str(m.value): m for m in hint})
    if isinstance(hint, type) and attrs.has(hint):
        return _record(value, hint)
    raise _MisfitError(f"no value fits the annotation {hint!r}")


_LISTS: Mapping[Any, Callable[[Any], Any]] = {
    tuple: tuple,
    list: list,
    frozenset: frozenset,
    collections.abc.Sequence: tuple,
}


def _scalar(kind: type, article: str, *also: type) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, bool) and kind is not bool:
            raise _MisfitError(f"{value!r} is not {article}")
        if isinstance(value, kind):
            return value
        if isinstance(value, also):
            return kind(value)
        raise _MisfitError(f"{_shown(value)} is not {article}")

    return convert


def _path(value: Any) -> Path:
    if isinstance(value, (Place, str, Path)):
        return Path(value.path if isinstance(value, Place) else value)
    raise _MisfitError(f"{_shown(value)} is not a path")


def _place(value: Any) -> Place:
    if isinstance(value, (Place, str)):
        return value if isinstance(value, Place) else Place(value)
    raise _MisfitError(f"{_shown(value)} is not a path")


def _glob(value: Any) -> str:
    return _place(value).path


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise _MisfitError(f"{_shown(value)} is not a date")


def _none(value: Any) -> None:
    if value is not None:
        raise _MisfitError(f"{_shown(value)} is not null")


_SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    str: _scalar(str, "a text"),
    bool: _scalar(bool, "true or false"),
    int: _scalar(int, "a whole number"),
    float: _scalar(float, "a number", int),
    Regex: _scalar(Regex, "a regex"),
    Path: _path,
    Place: _place,
    "glob": _glob,
    datetime.date: _date,
    type(None): _none,
}
_SUPERTYPES = {"Size": int, "Duration": float, "Ratio": float, "Glob": "glob"}


def _union(value: Any, arms: tuple[Any, ...]) -> Any:
    """The first arm that takes the value; an exact type before a widening one."""
    misfits = []
    for arm in sorted(arms, key=lambda arm: arm is not type(value)):
        try:
            return to_python(value, arm)
        except _MisfitError as misfit:
            misfits.append(str(misfit))
    raise _MisfitError("; ".join(dict.fromkeys(misfits)))


def _word(value: Any, words: Mapping[str, Any]) -> Any:
    if str(value) in words:
        return words[str(value)]
    raise _MisfitError(f"{_shown(value)} is none of " + ", ".join(f'"{word}"' for word in words))


def _list(value: Any, kind: Callable[[Any], Any], element: Any) -> Any:
    if not isinstance(value, (tuple, list, frozenset)):
        raise _MisfitError(f"{_shown(value)} is not a list")
    return kind([to_python(item, element) for item in value])


def _map(value: Any, element: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _MisfitError(f"{_shown(value)} is not a map")
    return {str(key): to_python(item, element) for key, item in value.items()}


def _record(value: Any, cls: Any) -> Any:
    if isinstance(value, cls):
        return value
    if not isinstance(value, Mapping):
        raise _MisfitError(f"{_shown(value)} is not a map")
    hints = _hints(cls)
    unknown = [key for key in value if key not in hints]
    if unknown:
        raise _MisfitError(f"there is no `{unknown[0]}` in it; it has " + ", ".join(hints))
    required = [argument_name(a) for a in attrs.fields(cls) if a.default is attrs.NOTHING]
    missing = [name for name in required if name not in value]
    if missing:
        raise _MisfitError(f"it needs `{missing[0]}`")
    return cls(**{init_name(name): to_python(item, hints[name]) for name, item in value.items()})


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


# ------------------------------------------------------------------------------------------- and back


def read_options(component: Component) -> dict[str, object]:
    """Return all options of a component as values of the language; `build` makes it again from them."""
    return _members(component)


def read_back(value: Any) -> object:
    """Return a Python value of a component as a value of the language: tuples, maps, places, words."""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Path):
        return Place(value.as_posix())
    if isinstance(value, (Place, Regex)):
        return value
    if isinstance(value, frozenset):
        return tuple(sorted((read_back(item) for item in value), key=repr))
    if isinstance(value, (tuple, list)):
        return tuple(read_back(item) for item in value)
    if isinstance(value, Mapping):
        return {str(key): read_back(item) for key, item in value.items()}
    return _members(value) if attrs.has(type(value)) else value


def _members(value: Any) -> dict[str, object]:
    return {argument_name(a): read_back(getattr(value, a.name)) for a in attrs.fields(type(value))}
