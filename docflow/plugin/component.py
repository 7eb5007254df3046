"""The decorators that turn a class into a component and a function into one of the language."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, cast, dataclass_transform

import attrs

from docflow import model
from docflow.errors import PluginError
from docflow.model import Type
from docflow.plugin.kinds import Component
from docflow.plugin.option import option
from docflow.plugin.spec import ComponentSpec, Example, OptionSpec, hints_of, spec_options, type_of
from docflow.value import compare_by_fields, frozen

__all__ = ["Function", "component", "function"]

C = TypeVar("C", bound=type[Component])
_PATH_DOC = {
    "reader": "File, folder or glob to read, or a list of them.",
    "exporter": "File (or folder, for one file a document) to write.",
}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(option,))
def component(
    name: str,
    *,
    examples: tuple[Example, ...] = (),
    reads: tuple[str, ...] = (),
    writes: Mapping[str, Any] | None = None,
    open_fields: bool = False,
    effects: Literal["pure", "reads"] = "pure",
    cost: Literal["light", "heavy"] = "light",
    batch: int = 1,
    version: int = 1,
    needs: tuple[str, ...] = (),
    deprecated: str | None = None,
    everyday: bool = False,
) -> Callable[[C], C]:
    """Describe a class as a component called `name` in its plugin's namespace; registers nothing.

    Args:
        name: what flows call it; a plugin may use a name once for each role (source, step, sink).
        examples: run as tests and shown in the manual.
        reads: the fields that it needs.
        writes: the fields that it writes, with Python types (`str | None` for one that may be missing).
        open_fields: whether documents may carry further, undeclared fields (a reader of records).
        effects: "reads" for one that asks the network, a clock or a model server.
        cost: "heavy" for one that takes milliseconds a document.
        batch: how many texts `clean_many` of a cleaner or `cuts_many` of a remover gets at a time.
        version: bump it when the output changes; the digest of a plan names it.
        needs: what it wants of the machine: "network", "exec" to start programs, or "read:PATH" for files
            that are neither inputs, nor options of the type path, nor part of the package. Workers have
            nothing else (see `--sandbox`).
        deprecated: the component to use instead, as flows write it.
        everyday: whether it takes part, with its defaults, in the flow of `docflow clean`.

    `effects`, `cost` and `needs` are shown in the manual.

    Raises PluginError when the class has no docstring or no example.
    """

    def describe(cls: C) -> C:
        made = attrs.define(frozen=True, slots=False, kw_only=True, eq=False, repr=False)(cls)
        compare_by_fields(made, tuple(a.name for a in attrs.fields(cast("type", made))))
        summary = (inspect.getdoc(cls) or "").strip().split("\n\n")[0].replace("\n", " ")
        if not summary or cls.__doc__ is None:
            raise PluginError(f"the component {name!r} needs a sentence of documentation (its docstring)")
        if not examples:
            raise PluginError(f"the component {name!r} needs at least one example")
        made.__component__ = ComponentSpec(
            name=name,
            kind=cls.kind,
            cls=made,
            summary=summary,
            options=_implicit(cls.kind) + spec_options(made),
            examples=examples,
            reads=reads,
            writes=tuple((field, _written(name, field, type_)) for field, type_ in (writes or {}).items()),
            open_fields=open_fields,
            effects=effects,
            cost=cost,
            batch=batch,
            version=version,
            needs=needs,
            deprecated=deprecated,
            everyday=everyday,
        )
        return made

    return describe


def _written(component: str, field: str, type_: Any) -> Type:
    """Return the type of a field that a component writes; a word of the language is no type of Python."""
    if not isinstance(type_, str):
        return type_ if isinstance(type_, Type) else type_of(type_)
    python = _PYTHON.get(type_.rstrip("?").partition("[")[0])
    hint = (
        f"{python}{' | None' if type_.endswith('?') else ''}"
        if python
        else "str, int, float, bool or list[str]"
    )
    raise PluginError(
        f"the component {component!r} gives the field {field!r} the type {type_!r} in quotes;"
        f" `writes` takes types of Python, here {hint}"
    )


_PYTHON = {"text": "str", "int": "int", "float": "float", "bool": "bool", "list": "list[str]", "str": "str"}
"""Types of the language that plugin authors write, and what Python calls them."""


def _implicit(kind: str) -> tuple[OptionSpec, ...]:
    """Readers and exporters get their `path` from the engine, which owns the files."""
    if kind == "reader":
        places = Type("union", (model.GLOB, model.list_of(model.GLOB)))
        return (OptionSpec("path", places, attrs.NOTHING, _PATH_DOC[kind], primary=True),)
    if kind == "exporter":
        return (OptionSpec("path", model.PATH, attrs.NOTHING, _PATH_DOC[kind], primary=True),)
    return ()


@frozen
class Function:
    """A pure function that expressions may call: name, parameter types, result type, documentation."""

    name: str
    parameters: tuple[tuple[str, Type], ...]
    result: Type
    doc: str
    call: Callable[..., Any]
    examples: tuple[tuple[tuple[Any, ...], Any], ...] = ()


def function(
    *, examples: tuple[tuple[tuple[Any, ...], Any], ...], name: str | None = None
) -> Callable[[Callable[..., Any]], Function]:
    """Describe a pure, total Python function as one of the language; types come from its annotations.

    `examples` are (arguments, result) pairs. Raises PluginError without a docstring or an example.
    """

    def describe(call: Callable[..., Any]) -> Function:
        called = name or call.__name__.rstrip("_")
        doc = (inspect.getdoc(call) or "").strip()
        if not doc or not examples:
            raise PluginError(f"the function {called!r} needs a sentence of documentation and an example")
        hints = hints_of(call, call.__annotations__)
        result = type_of(hints["return"])
        parameters = tuple((p, type_of(hints[p])) for p in inspect.signature(call).parameters)
        return Function(called, parameters, result, doc, call, examples)

    return describe
