"""Outcomes: `quarantine("r")`, `retry(2, wait: 5s) then drop`, and where each may stand."""

from collections.abc import Mapping

from attrs import evolve, frozen

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.coercion import coerce
from docflow.lang.expressions import type_of_expr
from docflow.lang.findings import Findings
from docflow.lang.scope import Scope
from docflow.lang.suggest import nearest
from docflow.lang.types import with_article
from docflow.model import DURATION, INT, TEXT, Type
from docflow.plan import ir

__all__ = ["DEFAULT", "MEANINGS", "OUTCOMES", "lower_outcome", "lower_outcome_call"]

DEFAULT = ir.Outcome("quarantine", "error")
"""What happens to a document on which a step fails, when the flow says nothing."""


@frozen
class Argument:
    """An argument of an outcome."""

    name: str
    type: Type
    required: bool = False


_REASON = Argument("reason", TEXT)
OUTCOMES: Mapping[str, tuple[Argument, ...]] = {
    "fail": (_REASON,),
    "skip": (),
    "drop": (_REASON,),
    "quarantine": (evolve(_REASON, required=True),),
    "warn": (_REASON,),
    "keep": (),
    "retry": (Argument("times", INT, required=True), Argument("wait", DURATION)),
}
"""The outcomes with their arguments; the first may be given without its name."""

MEANINGS: Mapping[str, str] = {
    "error": "after `on error`",
    "expect": "in `expect ... else`",
    "gate": "in a gate",
    "step": "as a step or an arm",
}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "error": ("fail", "skip", "drop", "quarantine", "retry"),
    "expect": ("fail", "warn", "drop", "quarantine"),
    "gate": ("fail", "warn"),
    "step": ("fail", "warn", "drop", "quarantine", "keep"),
}


def lower_outcome(
    node: tree.Outcome, place: str, scope: Scope, findings: Findings, default: ir.Outcome = DEFAULT
) -> ir.Outcome:
    """Check an outcome in a place ("error", "expect", "gate", "step") and lower it.

    `default` is what a `retry` without `then` ends in. A wrong outcome gives the default, so that the walk
    goes on.
    """
    first = lower_outcome_call(node.first, place, scope, findings)
    last = lower_outcome_call(node.then, place, scope, findings) if node.then is not None else None
    if first is None:
        return last or default
    if first.action == "retry":
        if last is not None and last.action == "retry" and node.then is not None:
            findings.add("DF0402", "a `retry` cannot end in another `retry`", node.then.span, help=_THEN)
            last = None
        return evolve(first, then=last or default)
    if node.then is not None:
        findings.add(
            "DF0402",
            f"nothing can come after `{first.action}`; only a `retry` goes on with `then`",
            node.then.span,
            help=f"write one of the two, or `retry(2) then {node.then.path.text}`",
        )
    return first


_THEN = 'say what comes when no try succeeds, for example `then quarantine("failed")`'


def lower_outcome_call(call: tree.Call, place: str, scope: Scope, findings: Findings) -> ir.Outcome | None:
    """Check one outcome and lower it; None, with a finding, when there is no such outcome here."""
    name, allowed = call.path.text, _PLACES[place]
    if name not in OUTCOMES:
        _no_outcome(call, allowed, findings)
        return None
    if name not in allowed:
        findings.add(
            "DF0402",
            f"`{name}` has no meaning {MEANINGS[place]}",
            call.path.span,
            help="here stands one of " + ", ".join(f"`{a}`" for a in allowed),
        )
        return None
    values = _bind(call, OUTCOMES[name], scope, findings)
    times, wait = values.get("times", 0), values.get("wait", 0.0)
    return ir.Outcome(
        name,
        str(values.get("reason", "")),
        times if isinstance(times, int) else 0,
        float(wait) if isinstance(wait, (int, float)) else 0.0,
    )


def _no_outcome(call: tree.Call, allowed: tuple[str, ...], findings: Findings) -> None:
    name = call.path.text
    hint = nearest(name, allowed)
    findings.add(
        "DF0202",
        f"there is no outcome `{name}`",
        call.path.span,
        help=f"did you mean `{hint}`?"
        if hint
        else "here stands one of " + ", ".join(f"`{a}`" for a in allowed),
        fix=Fix(f"write `{hint}`", call.path.span, hint) if hint else None,
    )


def _bind(
    call: tree.Call, arguments: tuple[Argument, ...], scope: Scope, findings: Findings
) -> dict[str, object]:
    values: dict[str, object] = {}
    given: set[str] = set()
    for arg in call.args:
        wanted = _argument(arg, call, arguments, given, findings)
        if wanted is None:
            continue
        given.add(wanted.name)
        typed = coerce(type_of_expr(arg.value, scope, findings), wanted.type, arg.value, findings)
        if typed.known:
            values[wanted.name] = _checked(typed.value, wanted, arg, findings)
    for missing in (a for a in arguments if a.required and a.name not in given):
        findings.add(
            "DF0302",
            f"`{call.path.text}` needs `{missing.name}`, {with_article(missing.type)}",
            call.span,
            help=f"for example `{call.path.text}({_EXAMPLES[missing.name]})`",
        )
    return values


_EXAMPLES = {"reason": '"too short"', "times": "3"}


def _argument(
    arg: tree.Arg,
    call: tree.Call,
    arguments: tuple[Argument, ...],
    given: set[str],
    findings: Findings,
) -> Argument | None:
    name = call.path.text
    if arg.name is None:
        if arguments and not given:
            return arguments[0]
        say = "takes no argument" if not arguments else "takes one argument without a name"
        findings.add("DF0307", f"`{name}` {say}", arg.span, help=_signature(name, arguments))
        return None
    found = next((a for a in arguments if a.name == arg.name), None)
    if found is None:
        hint = nearest(arg.name, (a.name for a in arguments))
        findings.add(
            "DF0301",
            f"`{name}` has no argument `{arg.name}`",
            arg.name_span or arg.span,
            help=f"did you mean `{hint}`?" if hint else _signature(name, arguments),
            fix=Fix(f"write `{hint}`", arg.name_span, hint) if hint and arg.name_span else None,
        )
    elif found.name in given:
        findings.add("DF0308", f"`{found.name}` is given twice", arg.span)
        return None
    return found


def _signature(name: str, arguments: tuple[Argument, ...]) -> str:
    inner = ", ".join(f"{a.name}: {a.type}" for a in arguments)
    return f"it is written `{name}({inner})`" if inner else f"it is written `{name}`"


def _checked(value: object, wanted: Argument, arg: tree.Arg, findings: Findings) -> object:
    if wanted.name == "times" and isinstance(value, int) and not 1 <= value <= 100:
        findings.add("DF0304", "`retry` tries from 1 to 100 times", arg.value.span)
    if wanted.name == "reason" and isinstance(value, str) and not value.strip():
        findings.add("DF0304", "a reason cannot be empty; reports are sorted by it", arg.value.span)
    return value
