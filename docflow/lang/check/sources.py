"""`from`: the sources of a flow, the fields that their documents bring, and reading another flow."""

from collections.abc import Mapping

from docflow.errors import Fix, PluginError
from docflow.lang import tree
from docflow.lang.check.components import bind_call, lower_call, written_fields
from docflow.lang.check.fields import Fields, join
from docflow.lang.check.here import Here, writer_of
from docflow.lang.check.names import resolve
from docflow.lang.check.places import places_of
from docflow.lang.suggest import nearest
from docflow.lang.typing.arguments import Bound
from docflow.plan import ir
from docflow.plugin.convert import OptionError, build
from docflow.plugin.kinds import Reader
from docflow.plugin.spec import ComponentSpec
from docflow.value import evolve

__all__ = ["FILES", "flow_read", "lower_source"]

FILES = ("core", "files")
"""The source that chooses a reader for each file by its suffix."""


def flow_read(call: tree.Call) -> str | None:
    """Return the flow that `from flow.x` names, None for another source."""
    names = call.path.names
    return names[1] if len(names) == 2 and names[0] == "flow" else None


def lower_source(
    source: tree.Source, results: Mapping[str, Fields], here: Here
) -> tuple[tuple[ir.Call | ir.FlowRef, ...], Fields]:
    """Check the sources of a flow; returns them with the fields of their documents.

    A field that only some of them bring is null for the documents of the others.
    """
    made, ways = [], []
    for call in source.calls:
        lowered, fields = _one(call, results, here)
        if lowered is not None:
            made.append(lowered)
        ways.append(fields)
    return tuple(made), join(ways, optional=True) if ways else Fields(loose=True)


def _one(
    call: tree.Call, results: Mapping[str, Fields], here: Here
) -> tuple[ir.Call | ir.FlowRef | None, Fields]:
    name = flow_read(call)
    if name is not None:
        return _another_flow(name, call, results, here)
    spec = resolve(call.path, "source", here.module)
    if not isinstance(spec, ComponentSpec):
        here.tally.broken = True
        here.look_at_arguments(call)
        return None, Fields(loose=True)
    bound = bind_call(call, spec, here)
    if not here.testing:
        here.tally.read += places_of(call, bound.values)
    if (spec.namespace, spec.name) == FILES:
        return _files(call, spec, bound, here)
    return lower_call(spec, bound), _brought(spec, bound, call, here)


def _brought(spec: ComponentSpec, bound: Bound, call: tree.Call, here: Here) -> Fields:
    fields = Fields(undeclared=spec.open_fields, loose=bound.wrong)
    for name, type_ in written_fields(spec, bound).items():
        fields = here.write(fields, name, type_, writer_of(call.path.text, call.span), call.span)
    return fields


def _another_flow(
    name: str, call: tree.Call, results: Mapping[str, Fields], here: Here
) -> tuple[ir.FlowRef | None, Fields]:
    if name in results:
        return ir.FlowRef(name), evolve(results[name].all_read(), present=frozenset())
    flows = [item.name for item in here.module.program.items if isinstance(item, tree.Flow)]
    here.tally.broken = True
    nameless = any(flow.startswith("_") and flow[1:].isdigit() for flow in flows)  # put in by the parser
    if name not in flows and not here.module.program.broken and not nameless:
        hint = nearest(name, flows)
        others = [f for f in flows if f != here.tally.flow]
        here.findings.add(
            "DF0202",
            f"there is no flow `{name}` in this file",
            call.path.spans[1],
            help=f"did you mean `flow.{hint}`?" if hint else _listed(others),
            fix=Fix(f"write `{hint}`", call.path.spans[1], hint) if hint else None,
        )
    return None, Fields(loose=True)


def _listed(flows: list[str]) -> str:
    return "its flows are " + ", ".join(flows) if flows else "it has no other flow"


def _files(call: tree.Call, spec: ComponentSpec, bound: Bound, here: Here) -> tuple[ir.Call, Fields]:
    readers, ways = [], []
    for reader in _readers(here):
        made = _with_defaults(reader)
        if made is None:
            continue
        readers.append(lower_call(reader, made))
        ways.append(_brought(reader, made, call, here))
    fields = join(ways, optional=True) if ways else Fields()
    own = _brought(spec, bound, call, here)
    for name, known in own.known.items():
        fields = here.write(fields, name, known.type, known.writer, call.span)
    carry = fields.undeclared or own.undeclared
    joined = evolve(fields, undeclared=carry, by_suffix=carry, loose=own.loose)
    return lower_call(spec, bound, readers=tuple(readers)), joined


def _readers(here: Here) -> list[ComponentSpec]:
    plugins = here.module.plugins
    for namespace in plugins.readable():
        here.module.use_namespace(namespace)
    specs = [spec for namespace in plugins.readable() for spec in plugins.specs(namespace)]
    return [s for s in specs if issubclass(s.cls, Reader) and s.cls.suffixes]


def _with_defaults(reader: ComponentSpec) -> Bound | None:
    """Return a reader built without options; None for one that needs some, which `files` cannot give."""
    if any(o.required for o in reader.options if o.facts is not None):
        return None
    try:
        return Bound((), build(reader, {}))
    except (OptionError, PluginError):
        return None
