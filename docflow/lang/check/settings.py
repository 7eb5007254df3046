"""The settings of a flow: `with workers: 4, max_doc: 10MB, max_errors: 1%` and `on error ...`."""

from collections.abc import Sequence

from docflow.errors import Label
from docflow.lang import tree
from docflow.lang.check.outcomes import DEFAULT, lower_outcome
from docflow.lang.findings import Findings
from docflow.lang.typing.matching import Parameter, match
from docflow.lang.typing.scope import Scope
from docflow.model import INT, RATIO, SIZE
from docflow.plan import ir

__all__ = ["SETTINGS", "lower_settings"]

SETTINGS = (
    Parameter("workers", INT, doc="how many processes work at once"),
    Parameter("max_doc", SIZE, doc="the most bytes that one document may have"),
    Parameter("max_errors", RATIO, doc="the share of documents that may fail before the exit code is 3"),
)
"""What `with` may set."""

_RANGES = {"workers": (1, 256), "max_doc": (1, 1 << 40), "max_errors": (0.0, 1.0)}
_SAY = {
    "workers": "`workers` is from 1 to 256",
    "max_doc": "`max_doc` is from 1B to 1TiB",
    "max_errors": "`max_errors` is from 0% to 100%",
}


def lower_settings(
    settings: Sequence[tree.With | tree.OnError], scope: Scope, findings: Findings
) -> tuple[ir.Settings, ir.Outcome]:
    """Check the settings of a flow; returns them with what an error in any step leads to."""
    values: dict[str, object] = {}
    places: dict[str, tree.Arg] = {}
    outcome, first = DEFAULT, None
    for setting in settings:
        if isinstance(setting, tree.With):
            _with(setting, values, places, scope, findings)
        elif first is not None:
            _twice(setting, first, findings)
        else:
            outcome, first = lower_outcome(setting.outcome, "error", scope, findings), setting
    return _made(values), outcome


def _with(
    setting: tree.With,
    values: dict[str, object],
    places: dict[str, tree.Arg],
    scope: Scope,
    findings: Findings,
) -> None:
    call = tree.Call(setting.span, tree.Path(setting.span, ("with",), (setting.span,)), setting.args)
    for name, (arg, typed) in (match(call, SETTINGS, "with", scope, findings) or {}).items():
        if name in places:
            first = Label(places[name].span, "given here first")
            findings.add("DF0308", f"the setting `{name}` is given twice", arg.span, labels=(first,))
            continue
        places[name] = arg
        if not typed.known:
            continue
        low, high = _RANGES[name]
        if isinstance(typed.value, (int, float)) and not low <= typed.value <= high:
            findings.add("DF0304", _SAY[name], arg.value.span)
            continue
        values[name] = typed.value


def _twice(setting: tree.OnError, first: tree.OnError, findings: Findings) -> None:
    findings.add(
        "DF0203",
        "this flow says `on error` twice",
        setting.span,
        help="keep one; a step may have an `on error` of its own",
        labels=(Label(first.span, "the first is here"),),
    )


def _made(values: dict[str, object]) -> ir.Settings:
    plain = ir.Settings()
    workers, max_doc = values.get("workers", plain.workers), values.get("max_doc", plain.max_doc)
    share = values.get("max_errors", plain.max_errors)
    return ir.Settings(
        workers if isinstance(workers, int) else plain.workers,
        max_doc if isinstance(max_doc, int) else plain.max_doc,
        float(share) if isinstance(share, (int, float)) else plain.max_errors,
    )
