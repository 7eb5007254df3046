"""The specification of a component: what the checker, hover, help and docs read of it.

One function, `spec_of`, derives it from the class; nothing else describes a component.
"""

import datetime
import enum
import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import attrs

from docflow import model
from docflow.errors import PluginError
from docflow.model import Type
from docflow.plugin.option import OPTION, OptionFacts, argument_name
from docflow.value import frozen

__all__ = [
    "REQUIRED",
    "ComponentSpec",
    "Example",
    "OptionSpec",
    "Role",
    "hints_of",
    "role_of",
    "spec_options",
    "type_of",
]

Role = Literal["source", "step", "sink"]
REQUIRED: Any = attrs.NOTHING

_SCALARS: dict[Any, Type] = {
    str: model.TEXT,
    bool: model.BOOL,
    int: model.INT,
    float: model.FLOAT,
    datetime.date: model.DATE,
    Path: model.PATH,
    model.Regex: model.REGEX,
    model.Size: model.SIZE,
    model.Duration: model.DURATION,
    model.Ratio: model.RATIO,
    model.Glob: model.GLOB,
    model.Place: model.PATH,
    type(None): model.NULL,
    Any: model.ANY,
    object: model.ANY,
}


@frozen
class Example:
    """An example of a component: runs as a test and stands in its manual.

    `given` and `gives` by kind: cleaner and line rules text -> text; filter text or Document -> "keep"
    or the reason; extractor text -> fields; splitter text -> tuple of texts; corpus tuple of texts ->
    tuple of the texts that stay; reader bytes -> tuple of texts; exporter Documents -> bytes;
    source None -> tuple of texts. `options` are given as Python values.
    """

    given: Any
    gives: Any
    options: Mapping[str, Any] = {}
    note: str = ""


@frozen
class OptionSpec:
    """One argument of a component in the language; `default` is REQUIRED when it must be given."""

    name: str
    type: Type
    default: Any
    doc: str
    primary: bool = False
    secret: bool = False
    facts: OptionFacts | None = None

    @property
    def required(self) -> bool:
        """Whether a flow must give this argument."""
        return self.default is REQUIRED


@frozen
class ComponentSpec:
    """All that is known of a component without running it."""

    name: str
    kind: str
    cls: type
    summary: str
    options: tuple[OptionSpec, ...]
    examples: tuple[Example, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[tuple[str, Type], ...] = ()
    open_fields: bool = False
    effects: Literal["pure", "reads"] = "pure"
    cost: Literal["light", "heavy"] = "light"
    batch: int = 1
    version: int = 1
    needs: tuple[str, ...] = ()
    deprecated: str | None = None
    everyday: bool = False
    namespace: str = ""
    distribution: str = ""

    @property
    def role(self) -> Role:
        """Where in a flow it may stand: `source` (after `from`), `step` (after `|`), `sink` (after `to`)."""
        return role_of(self.kind)

    @property
    def path(self) -> str:
        """The name in a flow: `news.residue`; built-in sources and sinks go without a namespace."""
        short = self.namespace in ("", "core") or self.namespace == self.name
        return self.name if short and self.role != "step" else f"{self.namespace}.{self.name}"

    @property
    def manual(self) -> str:
        """The whole documentation of the component, as its author wrote it."""
        return inspect.getdoc(self.cls) or self.summary

    def option(self, name: str) -> OptionSpec | None:
        """Return the option of that name, or None."""
        return next((o for o in self.options if o.name == name), None)

    @property
    def primary(self) -> OptionSpec | None:
        """The option that may be given without its name, or None."""
        return next((o for o in self.options if o.primary), None)


def role_of(kind: str) -> Role:
    """Return the role of a kind of component."""
    return "source" if kind in ("source", "reader") else "sink" if kind == "exporter" else "step"


def type_of(annotation: Any) -> Type:
    """Return the type of the language for a Python annotation.

    Raises PluginError for annotations that have no counterpart.
    """
    known = _SCALARS.get(annotation) if _hashable(annotation) else None
    if known is not None:
        return known
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _union(args)
    if origin is Literal:
        return Type("enum", choices=tuple(str(a) for a in args))
    if origin in (tuple, list, Sequence, frozenset):
        return model.list_of(type_of(args[0]))
    if origin in (dict, Mapping):
        return model.map_of(type_of(args[1]))
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return Type("enum", choices=tuple(str(m.value) for m in annotation))
    if isinstance(annotation, type) and attrs.has(annotation):
        return _record(annotation)
    raise PluginError(f"the type {annotation!r} has no counterpart in the language")


def _hashable(annotation: Any) -> bool:
    try:
        hash(annotation)
    except TypeError:
        return False
    return True


def _union(args: tuple[Any, ...]) -> Type:
    optional = type(None) in args
    rest = tuple(type_of(a) for a in args if a is not type(None))
    joined = rest[0] if len(rest) == 1 else Type("union", rest)
    return joined.maybe() if optional else joined


def _record(cls: type) -> Type:
    hints = typing.get_type_hints(cls)
    return Type("record", members=tuple((a.name, type_of(hints[a.name])) for a in attrs.fields(cls)))


def hints_of(owner: Any, annotations: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the annotations of a class or function, resolved where they are written as text.

    `typing.get_type_hints` does that too, but takes long, and hardly any plugin needs it.
    """
    return typing.get_type_hints(owner) if any(map(_unresolved, annotations.values())) else annotations


def _unresolved(hint: Any) -> bool:
    if hint is None or isinstance(hint, (str, typing.ForwardRef)) or get_origin(hint) is typing.Annotated:
        return True
    return get_origin(hint) is not Literal and any(map(_unresolved, get_args(hint)))


def spec_options(cls: type) -> tuple[OptionSpec, ...]:
    """Return the options of a component class; raises PluginError for a field that is no `option`."""
    hints = hints_of(cls, {a.name: a.type for a in attrs.fields(cls)})
    found = []
    for a in attrs.fields(cls):
        facts = a.metadata.get(OPTION)
        if not isinstance(facts, OptionFacts):
            raise PluginError(f"the field {cls.__name__}.{a.name} is not declared with option(doc=...)")
        default = a.default.factory() if isinstance(a.default, attrs.Factory) else a.default  # type: ignore[arg-type]
        found.append(
            OptionSpec(
                argument_name(a),
                type_of(hints[a.name]),
                default,
                facts.doc,
                facts.primary,
                facts.secret,
                facts,
            )
        )
    return tuple(found)
