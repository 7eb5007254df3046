"""Calls of components: arguments bound, fields read and written, lowered to a `Call` of the plan."""

from collections.abc import Mapping

from docflow.errors import Fix, Span
from docflow.lang import tree
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here
from docflow.lang.check.words import words_of
from docflow.lang.suggest import nearest
from docflow.lang.typing.arguments import Bound, bind
from docflow.lang.typing.scope import DOC_MEMBERS
from docflow.lang.typing.typed import UNKNOWN
from docflow.model import Type
from docflow.plan import ir
from docflow.plan.quote import quote
from docflow.plugin.spec import ComponentSpec
from docflow.value import evolve

__all__ = ["bind_call", "check_reads", "lower_call", "written_fields"]


def bind_call(call: tree.Call, spec: ComponentSpec, here: Here) -> Bound:
    """Bind the arguments of a call to the options of its component, noting when that is deprecated."""
    if spec.deprecated:
        _deprecated(call, spec, here)
    bound = bind(call, spec, here.constants(), here.findings)
    if bound.options is None and not bound.wrong and not (here.testing and spec.role != "step"):
        (here.tally.waiting if spec.role == "step" else here.tally.outside).append(call.span)
        return evolve(
            bound, options=tuple(_shown(name, value, call, spec, here) for name, value in bound.values)
        )
    return bound


def _shown(name: str, value: object, call: tree.Call, spec: ComponentSpec, here: Here) -> tuple[str, object]:
    """Return an option for the outline: what waits for a param stands as it was written."""
    if value is not UNKNOWN:
        return name, value
    primary = spec.primary.name if spec.primary else ""
    given = next(arg.value for arg in call.args if (arg.name or primary) == name)
    return name, ir.Waiting(words_of(given, here))


def _deprecated(call: tree.Call, spec: ComponentSpec, here: Here) -> None:
    better = spec.deprecated or ""
    path = all(part.isidentifier() for part in better.split("."))
    here.findings.add(
        "DF0505",
        f"`{call.path.text}` is deprecated",
        call.path.span,
        help=f"write `{better}` instead" if path else better,
        fix=Fix(f"write `{better}`", call.path.span, better) if path else None,
        severity="warning",
    )


def lower_call(
    spec: ComponentSpec, bound: Bound, fields: Fields | None = None, readers: tuple[ir.Call, ...] = ()
) -> ir.Call:
    """Return the call of the plan; `fields` are what is known of a document there (for exporters)."""
    known = tuple((name, f.type) for name, f in fields.known.items()) if fields else ()
    partial = tuple((name, _ANY) for name in fields.partial if name not in fields.known) if fields else ()
    return ir.Call(
        component=f"{spec.namespace}.{spec.name}",
        kind=spec.kind,
        options=bound.options or (),
        version=spec.version,
        distribution=spec.distribution,
        readers=readers,
        fields=known + partial,
        open_fields=bool(fields and fields.undeclared),
    )


_ANY = Type("any", optional=True)


def written_fields(spec: ComponentSpec, bound: Bound) -> Mapping[str, Type]:
    """Return the fields that a component writes: with its options where they are known."""
    return bound.component.fields() if bound.component is not None else dict(spec.writes)


def check_reads(call: tree.Call, spec: ComponentSpec, bound: Bound, fields: Fields, here: Here) -> Fields:
    """Report (DF0406) fields that a component reads and nothing on this path writes.

    Fields that its arguments name are such fields too (DF0207 where no step writes them).
    """
    for name in spec.reads:
        if fields.has(name):
            continue
        writer = here.tally.foreseen.get(name)
        where = f"; {writer[0]} writes it elsewhere" if writer else ""
        near = nearest(name, fields.known)
        here.findings.add(
            "DF0406",
            f"`{call.path.text}` reads the field `{name}`, which no step before it writes{where}",
            call.path.span,
            help=f"the field that is there is `{near}`"
            if near
            else "put a step that writes it before this one",
        )
    named = _named_fields(call, spec, bound)
    for name, at in named.items():
        if not fields.has(name):
            _no_field(name, at, fields, here)
    return fields.read((set(spec.reads) | set(named)) - set(DOC_MEMBERS))


def _no_field(name: str, at: Span, fields: Fields, here: Here) -> None:
    """Report an argument that names a field which no document has here."""
    writer = here.tally.foreseen.get(name)
    near = nearest(name, (*DOC_MEMBERS, *fields.known))
    listed = "documents have " + ", ".join((*DOC_MEMBERS, *sorted(fields.known))) + " here"
    here.findings.add(
        "DF0406" if writer else "DF0207",
        f"documents have no field `{name}` here; {writer[0]} writes it"
        if writer
        else f"documents have no field `{name}`",
        at,
        help=f"did you mean {quote(near)}?" if near else listed,
        fix=Fix(f"write {quote(near)}", at, quote(near)) if near else None,
    )


def _named_fields(call: tree.Call, spec: ComponentSpec, bound: Bound) -> dict[str, Span]:
    """Return the fields that the arguments of a call name, each with the place where it is named."""
    options = {option.name: option.facts for option in spec.options if option.facts is not None}
    values = dict(bound.values)
    return {
        str(values[arg.name]): arg.value.span
        for arg in call.args
        if arg.name in options and options[arg.name].names_field(values.get(arg.name))
    }
