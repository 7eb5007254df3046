"""`then ...`: what must hold after a test, over `doc`, `run` and `sink`."""

from collections.abc import Sequence

from docflow.lang import tree
from docflow.lang.check.fields import AnyField, Fields
from docflow.lang.check.here import Tally, where
from docflow.lang.check.module import Module
from docflow.lang.check.stepnames import counted, names_of_steps
from docflow.lang.findings import Findings
from docflow.lang.typing.always import report_always
from docflow.lang.typing.expressions import condition
from docflow.lang.typing.fitting import fit
from docflow.lang.typing.scope import Field, Scope
from docflow.model import ANY, TEXT
from docflow.plan.case import Claim
from docflow.value import evolve

__all__ = ["lower_claims"]

_OPTIONAL = Field(ANY)


def lower_claims(
    test: tree.Test, thens: Sequence[tree.Then], tally: Tally, result: Fields, module: Module
) -> tuple[Claim, ...]:
    """Check what must hold after a test and lower it; a test without any is DF0602."""
    if not thens and not module.program.broken:
        module.findings.add(
            "DF0602",
            "this test claims nothing: it has no `then`",
            test.name.span,
            help='say what must hold, for example `then doc.text == "..."`',
        )
    scope = _scope(tally, result, module)
    module.note(test.span, lambda: scope)
    made = [_claim(then, scope, module) for then in thens]
    names = names_of_steps(tally.ids)
    return tuple(
        evolve(claim, condition=counted(claim.condition, names)) if claim.condition is not None else claim
        for claim in made
        if claim is not None
    )


def _scope(tally: Tally, result: Fields, module: Module) -> Scope:
    loose = result.loose or tally.broken
    return evolve(
        module.scope(module.names),
        roots=frozenset({"doc", "run", "sink"}),
        fields=_seen(result, loose),
        open_fields=result.undeclared,
        steps=None if tally.broken else tuple(names_of_steps(tally.ids)),
        sinks={name: _seen(fields, loose) for name, fields in tally.sinks.items()},
    )


def _seen(fields: Fields, loose: bool) -> dict[str, Field]:
    """Return what may be asked of a document: a field that some ways lack is null there."""
    if loose:
        return AnyField()
    return {**dict.fromkeys(fields.partial, _OPTIONAL), **fields.known}


def _claim(then: tree.Then, scope: Scope, module: Module) -> Claim | None:
    node = then.condition
    text = " ".join(module.program.text[node.span.start : node.span.end].split())
    if isinstance(node, tree.Call) and node.path.text == "snapshot":
        name = _snapshot(node, scope, module)
        return Claim(None, name, text, where(then.span), node.span) if name is not None else None
    inner = Findings()
    typed = condition(node, scope, inner)
    report_always(node, typed, "`then`", inner, module.findings)
    return Claim(typed.expr, None, text, where(then.span), node.span) if typed.expr is not None else None


def _snapshot(call: tree.Call, scope: Scope, module: Module) -> str | None:
    if len(call.args) == 1 and call.args[0].name is None:
        value = fit(call.args[0].value, TEXT, scope.constants(), module.findings, "the name").value
        if isinstance(value, str) and value.strip():
            return value
    module.findings.add(
        "DF0302", "`snapshot` needs a name", call.span, help='write for example `then snapshot("article")`'
    )
    return None
