"""`doc.x`, `run.x`, `sink.x` and the members of maps: look-ups and what they give."""

from collections.abc import Mapping

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.scope import DOC_MEMBERS, Absent, Field, Scope
from docflow.lang.typing.typed import WRONG, Typed
from docflow.lang.typing.types import with_article
from docflow.model import ANY, DURATION, INT, Type
from docflow.plan.expr import DocField, RunValue, SinkValue

__all__ = ["RUN_MEMBERS", "look_up", "member_type"]

RUN_MEMBERS = {"seen": INT, "kept": INT, "dropped": INT, "quarantined": INT, "seconds": DURATION}
"""What `run` holds besides `dropped_by`; seconds are a duration: `run.seconds < 10m`."""


def look_up(node: tree.Access, names: tuple[str, ...], scope: Scope, findings: Findings) -> Typed:
    """Check a look-up under one of the roots and lower it."""
    spans = _spans(node, len(names) - 1)
    if names[0] == "run":
        return _run(names[1:], spans, scope, findings)
    if names[0] == "sink":
        return _sink(names[1:], spans, scope, findings)
    return _doc(names, spans, scope, findings)


def _spans(node: tree.Expr, count: int) -> tuple[Span, ...]:
    found: list[Span] = []
    while isinstance(node, tree.Access) and len(found) < count:
        found.append(node.name_span)
        node = node.of
    return tuple(reversed(found))


# ----------------------------------------------------------------------------------------------- doc


def _doc(names: tuple[str, ...], spans: tuple[Span, ...], scope: Scope, findings: Findings) -> Typed:
    type_ = _field(names[1], spans[0], scope.fields, scope, findings)
    if type_ is None:
        return WRONG
    type_ = _present(type_, names[:2], scope)
    for at in range(2, len(names)):
        inner = member_type(type_, names[at], spans[at - 1], findings)
        if inner is None:
            return WRONG
        type_ = _present(inner, names[: at + 1], scope)
    return Typed(type_, DocField(names[1:]))


def _present(type_: Type, place: tuple[str, ...], scope: Scope) -> Type:
    return type_.surely() if place in scope.present else type_


def _field(
    name: str, span: Span, fields: dict[str, Field] | object, scope: Scope, findings: Findings
) -> Type | None:
    if name in DOC_MEMBERS:
        return DOC_MEMBERS[name]
    findings.reads.add(name)
    known = fields if isinstance(fields, dict) else dict(fields)  # type: ignore[call-overload]
    if name in known:
        found: Field = known[name]
        return found.type
    if name in scope.absent:
        _too_early(name, span, scope.absent[name], findings)
    else:
        _no_field(name, span, known, scope, findings)
    return None


_WHY = {
    "later": "is read before it is written: {} writes it further down",
    "arm": "is not there on every way to this step, only after {}",
    "elsewhere": "is not written on this path: {} writes it",
}
_MEND = {
    "later": "move this step below the one that writes the field",
    "arm": "write it on the other ways too, with `set doc.{} = ...`, or read it inside the same arm",
    "elsewhere": "write it on this path too",
}


def _too_early(name: str, span: Span, absent: Absent, findings: Findings) -> None:
    findings.add(
        "DF0406",
        f"the field `{name}` {_WHY[absent.why].format(absent.writer)}",
        span,
        help=_MEND[absent.why].format(name),
        labels=(Label(absent.span, "written here"),) if absent.span else (),
    )


def _no_field(name: str, span: Span, known: Mapping[str, Field], scope: Scope, findings: Findings) -> None:
    fields = tuple(known)
    near = nearest(name, (*DOC_MEMBERS, *fields, *scope.absent))
    writer = dict(known.items()).get(near) if near else None
    labels = (Label(writer.span, f"`{near}` is written here"),) if writer is not None and writer.span else ()
    listed = "documents have " + ", ".join((*DOC_MEMBERS, *sorted(fields))) + " here"
    if scope.open_fields and not near:
        declared = f'fields: {{{name}: "text"}}'
        listed = (
            f'if the records carry it, read them with their reader: `from jsonl("...", {declared})`'
            if scope.by_suffix
            else f"if the records carry it, declare it at the source: `{declared}`"
        )
    findings.add(
        "DF0207",
        f"documents have no field `{name}`",
        span,
        help=f"did you mean `{near}`?" if near else listed,
        fix=Fix(f"write `{near}`", span, near) if near else None,
        labels=labels,
    )


def member_type(type_: Type, name: str, span: Span, findings: Findings) -> Type | None:
    """Return the type of a member of a record or a key of a map; None, with a finding, for others."""
    if type_.name == "any":
        return ANY
    if type_.name == "map":
        return type_.args[0].maybe() if type_.args[0].name != "any" else ANY
    if type_.name != "record":
        findings.add(
            "DF0207", f"{with_article(type_.surely())} has no member `{name}`", span, help=_list_hint(type_)
        )
        return None
    members = dict(type_.members)
    if name in members:
        return members[name].maybe() if type_.optional else members[name]
    near = nearest(name, members)
    findings.add(
        "DF0207",
        f"there is no member `{name}` here",
        span,
        help=f"did you mean `{near}`?" if near else "the members are " + ", ".join(members),
        fix=Fix(f"write `{near}`", span, near) if near else None,
    )
    return None


def _list_hint(type_: Type) -> str | None:
    if type_.name == "list":
        return "`first(list)` gives the first element, `length(list)` their number"
    hints = {"text": "a text is one value; functions look into it, such as `length(text)`"}
    return hints.get(type_.name)


# ------------------------------------------------------------------------------------- run and sinks


def _run(names: tuple[str, ...], spans: tuple[Span, ...], scope: Scope, findings: Findings) -> Typed:
    if names[0] == "dropped_by" and len(names) > 1:
        return _dropped_by(".".join(names[1:]), spans[1].to(spans[-1]), scope, findings)
    if names[0] in RUN_MEMBERS and len(names) == 1:
        return Typed(RUN_MEMBERS[names[0]], RunValue(names))
    if names[0] == "dropped_by":
        findings.add(
            "DF0207",
            "`run.dropped_by` needs the name of a step",
            spans[0],
            help="for example `run.dropped_by.short`",
        )
        return WRONG
    if names[0] in _CALLED:
        meant = _CALLED[names[0]]
        message, fix = f"`run` has no member `{names[0]}`", Fix(f"write `{meant}`", spans[0], meant)
        findings.add("DF0207", message, spans[0], help=f"`run.{meant}` counts them", fix=fix)
        return WRONG
    at = 1 if names[0] in RUN_MEMBERS else 0
    return _unknown(
        f"`{'.'.join(('run', *names[:at]))}`",
        names[at],
        spans[at],
        (*RUN_MEMBERS, "dropped_by") if at == 0 else (),
        findings,
    )


_CALLED = {"written": "kept", "read": "seen", "total": "seen"}
"""What the sums of a run are called in reports and elsewhere."""


def _dropped_by(step: str, span: Span, scope: Scope, findings: Findings) -> Typed:
    if scope.steps is not None and step not in scope.steps:
        return _unknown("this flow", step, span, scope.steps, findings, what="step")
    return Typed(INT, RunValue(("dropped_by", step)))


def _unknown(
    owner: str, name: str, span: Span, known: tuple[str, ...], findings: Findings, *, what: str = "member"
) -> Typed:
    ends = [each for each in known if each.rpartition(".")[2] == name]
    near = ends[0] if len(ends) == 1 else nearest(name, known)
    listed = f"the {what}s are " + ", ".join(known) if known else f"there are no {what}s"
    findings.add(
        "DF0207",
        f"{owner} has no {what} `{name}`",
        span,
        help=f"did you mean `{near}`?" if near else listed,
        fix=Fix(f"write `{near}`", span, near) if near else None,
    )
    return WRONG


def _sink(names: tuple[str, ...], spans: tuple[Span, ...], scope: Scope, findings: Findings) -> Typed:
    if names[0] in scope.sinks:
        if len(names) == 1:
            return _unknown("a sink", "", spans[0], ("count", "first"), findings)
        return _recorded(names[0], names[1:], spans[1:], scope, findings)
    if names[0] in ("count", "first") and len(scope.sinks) == 1:
        return _recorded(next(iter(scope.sinks)), names, spans, scope, findings)
    if names[0] in ("count", "first"):
        findings.add(
            "DF0207",
            "there is more than one sink here, so say which" if scope.sinks else "nothing is written here",
            spans[0],
            help="name it: " + ", ".join(f"`sink.{s}.{names[0]}`" for s in scope.sinks)
            if scope.sinks
            else None,
        )
        return WRONG
    known = (*scope.sinks, "count", "first") if len(scope.sinks) == 1 else tuple(scope.sinks)
    return _unknown("this test", names[0], spans[0], known, findings, what="sink")


def _recorded(
    sink: str, names: tuple[str, ...], spans: tuple[Span, ...], scope: Scope, findings: Findings
) -> Typed:
    if names == ("count",):
        return Typed(INT, SinkValue((sink, "count")))
    if names[0] != "first":
        return _unknown(f"the sink `{sink}`", names[0], spans[0], ("count", "first"), findings)
    if len(names) == 1:
        findings.add(
            "DF0207", "`first` is a document; say which field", spans[0], help="for example `.first.text`"
        )
        return WRONG
    type_ = _field(names[1], spans[1], scope.sinks[sink], scope, findings)
    for at in range(2, len(names)):
        if type_ is None:
            break
        type_ = member_type(type_, names[at], spans[at], findings)
    return WRONG if type_ is None else Typed(type_, SinkValue((sink, *names)))
