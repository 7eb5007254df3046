"""Outcomes: `quarantine("r")`, `retry(2, wait: 5s) then drop`, and where each may stand."""

from collections.abc import Mapping

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.matching import Parameter, match
from docflow.lang.typing.scope import Scope
from docflow.model import DURATION, INT, TEXT
from docflow.plan import ir
from docflow.value import evolve

__all__ = ["DEFAULT", "MEANINGS", "OUTCOMES", "lower_outcome", "lower_outcome_call"]

DEFAULT = ir.Outcome("quarantine", "error")
"""What happens to a document on which a step fails, when the flow says nothing."""


_REASON = Parameter("reason", TEXT, primary=True, doc="a short phrase, by which reports are sorted")
OUTCOMES: Mapping[str, tuple[Parameter, ...]] = {
    "fail": (_REASON,),
    "skip": (),
    "drop": (_REASON,),
    "quarantine": (evolve(_REASON, required=True),),
    "warn": (_REASON,),
    "keep": (),
    "retry": (
        Parameter("times", INT, required=True, primary=True, doc="how often to try again"),
        Parameter("wait", DURATION, doc="how long to wait before each new try"),
    ),
}
"""The outcomes with their arguments."""

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
            help="write one of the two, or `retry(2)` before `then`",
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
    near = nearest(name, allowed)
    hint = near or next((each for each in _ELSEWHERE.get(name.lower(), ()) if each in allowed), None)
    findings.add(
        "DF0202",
        f"there is no outcome `{name}`",
        call.path.span,
        help=f"did you mean `{hint}`?"
        if hint
        else "here stands one of " + ", ".join(f"`{a}`" for a in allowed),
        fix=Fix(f"write `{near}`", call.path.span, near) if near else None,
    )


_ELSEWHERE = {
    "ignore": ("skip", "keep", "warn"), "pass": ("keep", "skip"), "continue": ("keep", "skip"),
    "next": ("keep", "skip"), "discard": ("drop",), "delete": ("drop",), "remove": ("drop",),
    "raise": ("fail",), "throw": ("fail",), "error": ("fail",), "abort": ("fail",), "stop": ("fail",),
    "exit": ("fail",), "log": ("warn",), "reject": ("quarantine", "drop"), "dead_letter": ("quarantine",),
    "again": ("retry",), "repeat": ("retry",),
}  # fmt: skip
"""What the outcomes are called in other languages."""


def _bind(
    call: tree.Call, parameters: tuple[Parameter, ...], scope: Scope, findings: Findings
) -> dict[str, object]:
    given = match(call, parameters, call.path.text, scope, findings) or {}
    values = {name: typed.value for name, (_, typed) in given.items() if typed.known}
    times, reason = values.get("times"), values.get("reason")
    if isinstance(times, int) and not 1 <= times <= 100:
        findings.add("DF0304", "`retry` tries from 1 to 100 times", given["times"][0].value.span)
    if isinstance(reason, str) and not reason.strip():
        findings.add("DF0304", "a reason cannot be empty", given["reason"][0].value.span, help=_REASON.doc)
    return values
