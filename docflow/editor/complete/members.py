"""What may stand behind a dot: fields, sums, steps, flows, stages, components, functions."""

import re
from collections.abc import Iterator, Mapping, Sequence

from docflow.editor.analysis import Analysis
from docflow.editor.complete.item import Item
from docflow.editor.complete.steps import flows, in_namespace, stages_of
from docflow.editor.complete.values import values
from docflow.editor.manual import fenced
from docflow.editor.words import MEMBERS
from docflow.errors import Span
from docflow.lang.findings import Findings
from docflow.lang.typing.members import RUN_MEMBERS, member_type
from docflow.lang.typing.scope import DOC_MEMBERS, Field, Scope
from docflow.model import Type
from docflow.plugin.spec import Role

__all__ = ["after_dot", "step_names"]

_ROLES: Mapping[str, Role] = {"step": "step", "source": "source", "sink": "sink"}
_PLAIN = re.compile(r"[\w.]+")


def after_dot(
    names: Sequence[str], role: str, analysis: Analysis, scope: Scope, *, setting: bool
) -> Iterator[Item]:
    """Yield what may follow `names.` in a role; `setting` is behind `set`, where a field is written."""
    module = analysis.module
    if role in _ROLES:
        if names == ["flow"] and role == "source":
            yield from flows(module)
        elif names[0] in module.includes:
            yield from stages_of(module.includes[names[0]])
        else:
            yield from in_namespace(names[0], _ROLES[role], analysis)
    elif names[0] == "doc":
        yield from _doc(names[1:], scope, setting=setting)
    elif names[0] == "run":
        yield from _run(names[1:], scope)
    elif names[0] == "sink":
        yield from _sink(names[1:], scope)
    elif names[0] in module.includes:
        lets = Scope(names=scope.modules.get(names[0], {}))
        yield from values(lets, None)
    else:
        yield from _functions(names[0], scope)


def _doc(names: Sequence[str], scope: Scope, *, setting: bool = False) -> Iterator[Item]:
    if not names:
        for name, field in dict(scope.fields).items():
            yield _field(name, field)
        if not setting:
            yield from _members("doc", DOC_MEMBERS)
        return
    known = dict(scope.fields).get(names[0])
    type_ = known.type if known is not None else None
    for name in names[1:]:
        type_ = (
            member_type(type_, name, Span("", 0, 0, 1, 1, 1, 1), Findings()) if type_ is not None else None
        )
    for name, member in type_.members if type_ is not None else ():
        yield Item(name, "field", name, str(member), rank=1)


def _field(name: str, field: Field) -> Item:
    writer = f"written by {field.writer}" if field.writer else "a field of the document"
    shown = name if name.isidentifier() else f'"{name}"'
    page = f"{fenced(f'doc.{name}: {field.type}')}\n\n{writer}"
    return Item(shown, "field", shown, f"{field.type}, {writer.replace('`', '')}", page, rank=1)


def _members(root: str, members: Mapping[str, Type]) -> Iterator[Item]:
    for name in members:
        type_, meaning = MEMBERS[f"{root}.{name}"]
        yield Item(name, "field", name, type_, meaning, rank=2)


def _run(names: Sequence[str], scope: Scope) -> Iterator[Item]:
    if not names:
        yield from _members("run", RUN_MEMBERS)
        yield Item("dropped_by", "field", "dropped_by.", "int", MEMBERS["run.dropped_by"][1], rank=3)
    elif names == ["dropped_by"]:
        yield from step_names(scope)


def step_names(scope: Scope) -> Iterator[Item]:
    """Yield the steps of a flow, by the names that gates and tests have for them."""
    shown = dict.fromkeys(each.replace("/", ".") for each in scope.steps or ())
    for name in shown:
        if _PLAIN.fullmatch(name):
            yield Item(name, "step", name, "step", rank=name.count("."))


def _sink(names: Sequence[str], scope: Scope) -> Iterator[Item]:
    if names and names[-1] == "first":
        sinks = list(scope.sinks.values())
        fields = dict(scope.sinks.get(".".join(names[:-1]), sinks[0] if sinks else {}))
        yield from _doc((), Scope(fields=fields))
        return
    for name in ("count", "first"):
        type_, meaning = MEMBERS[f"sink.{name}"]
        yield Item(name, "field", name, type_, meaning, rank=1)
    if not names:
        yield from (
            Item(name, "step", name, "sink", rank=2) for name in scope.sinks if _PLAIN.fullmatch(name)
        )


def _functions(namespace: str, scope: Scope) -> Iterator[Item]:
    prefix = f"{namespace}."
    own = {n.removeprefix(prefix): f for n, f in scope.functions.items() if n.startswith(prefix)}
    yield from values(Scope(functions=own), None)
