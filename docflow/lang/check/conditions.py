"""Steps that judge or set: `expect`, `drop when`, `set`, and the outcomes that stand as steps."""

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Way, where, writer_of
from docflow.lang.check.outcomes import lower_outcome, lower_outcome_call
from docflow.lang.check.words import words_of
from docflow.lang.typing.expressions import condition, type_of_expr
from docflow.lang.typing.nullness import proven
from docflow.lang.typing.scope import DOC_MEMBERS
from docflow.lang.typing.typed import Typed
from docflow.model import ANY
from docflow.plan import ir
from docflow.plan.expr import Const, Expr

__all__ = ["check_condition", "drop_when", "expect", "outcome_step", "set_field"]

FAIL = ir.Outcome("fail")
ALWAYS = Const(True)


def check_condition(node: tree.Expr, fields: Fields, here: Here) -> tuple[Typed, Fields]:
    """Check a condition over the document; returns it with the fields after its reads."""
    return _evaluate(node, fields, here, judge=True)


def _evaluate(node: tree.Expr, fields: Fields, here: Here, *, judge: bool) -> tuple[Typed, Fields]:
    check = condition if judge else type_of_expr
    outer, here.findings.reads = here.findings.reads, set()
    typed = check(node, here.scope(fields, node.span), here.findings)
    reads, here.findings.reads = here.findings.reads, outer
    outer |= reads
    for name in sorted(reads & set(fields.clashes)):
        _clash(name, node.span, fields, here)
    return typed, fields.read(reads)


def _clash(name: str, at: Span, fields: Fields, here: Here) -> None:
    clash = fields.clashes[name].sides
    sides = " and ".join(f"{type_} after {writer}" for type_, writer, _ in clash)
    here.findings.add(
        "DF0413",
        f"the field `{name}` has different types on the ways to this step: {sides}",
        at,
        help="write it with one type on every way, or give one of the two another name",
        labels=tuple(Label(span, f"{type_} here") for type_, _, span in clash if span is not None),
    )


def _lowered(typed: Typed) -> Expr:
    """What stands in the plan; a wrong or unknown expression is never run, since there is no plan then."""
    return typed.expr if typed.expr is not None else ALWAYS


def expect(step: tree.Step, action: tree.Expect, fields: Fields, here: Here) -> Way:
    """Check `expect cond else outcome`."""
    typed, after = check_condition(action.condition, fields, here)
    here.need(typed, action.condition)
    outcome = FAIL
    if action.otherwise is not None:
        outcome = lower_outcome(action.otherwise, "expect", here.constants(), here.findings, FAIL)
    if outcome.action != "warn":
        after = after.knowing(proven(action.condition, holds=True))
    made = ir.ExpectStep(
        here.name_step("expect", step),
        _lowered(typed),
        outcome,
        words_of(action.condition, here),
        here.on_error,
        where(action.span),
    )
    return Way((made,), after)


def drop_when(step: tree.Step, action: tree.Drop, fields: Fields, here: Here) -> Way:
    """Check `drop when cond`."""
    typed, after = check_condition(action.condition, fields, here)
    here.need(typed, action.condition)
    made = ir.DropStep(
        here.name_step("drop", step),
        _lowered(typed),
        words_of(action.condition, here),
        here.on_error,
        where(action.span),
    )
    return Way((made,), after.knowing(proven(action.condition, holds=False)))


def set_field(step: tree.Step, action: tree.Set, fields: Fields, here: Here) -> Way:
    """Check `set doc.x = expr`."""
    typed, after = _evaluate(action.value, fields, here, judge=False)
    here.need(typed, action.value)
    name = _target(action.target, here)
    if name is None:
        return Way((), after.loosen())
    first = after.unread.get(name)
    if first is not None and first != action.target.span:  # a stage that is called twice is no mistake
        _never_used(name, first, action.target.span, here)
    made = ir.SetStep(
        here.name_step(f"set {action.target.text}", step),
        name,
        _lowered(typed),
        here.on_error,
        where(action.span),
    )
    type_ = ANY if typed.wrong else typed.type
    written = here.write(after, name, type_, writer_of(f"set {action.target.text}", action.span), action.span)
    return Way((made,), here.settle(written.set_aside(name, action.target.span), after))


def _never_used(name: str, first: Span, second: Span, here: Here) -> None:
    here.findings.add(
        "DF0407",
        f"the field `{name}` is written here and written anew before anything reads it",
        first,
        help="delete this step, or give one of the two fields another name",
        labels=(Label(second, "overwritten here"),),
        severity="warning",
    )


def _target(target: tree.Path, here: Here) -> str | None:
    names = target.names
    if names[0] != "doc":
        here.findings.add(
            "DF0202",
            f"`set` writes a field of the document, and `{target.text}` is none",
            target.span,
            help=f"write `set doc.{names[-1]} = ...`",
            fix=Fix(f"write `doc.{names[-1]}`", target.span, f"doc.{names[-1]}"),
        )
    elif len(names) != 2:
        here.findings.add(
            "DF0207",
            "`set` writes a whole field, and no member of one",
            target.span,
            help="set the field itself, for example `set doc.rights = {year: 2020}`",
        )
    elif names[1] in DOC_MEMBERS:
        what, why = _WHY.get(names[1], (f"`doc.{names[1]}`", "it is counted from the text"))
        here.findings.add("DF0207", f"`set` cannot change {what}", target.span, help=why)
    else:
        return names[1]
    return None


_WHY = {
    "text": ("the text", "text is changed by components only, so that every change has a step and a rule"),
    "id": ("the id", "the reader gives a document its id, and quarantine and reports rely on it"),
    "source": ("the source", "the reader says where a document came from, and that stays"),
}


def outcome_step(step: tree.Step, call: tree.Call, fields: Fields, here: Here) -> Way:
    """Check an outcome as a step or an arm: drop, quarantine, keep, fail, warn."""
    if call.path.text == "drop" and len(call.args) == 1 and isinstance(call.args[0].value, _CONDITIONS):
        return _drop_with_condition(call, fields, here)
    outcome = lower_outcome_call(call, "step", here.constants(), here.findings)
    if outcome is None or outcome.action == "keep":
        return Way((), fields)
    name = here.name_step(call.path.text, step)
    if outcome.action in ("drop", "quarantine"):
        return Way((ir.EndStep(name, outcome, where(call.span)),), fields, call.span)
    made = ir.ExpectStep(name, Const(False), outcome, call.path.text, here.on_error, where(call.span))
    return Way((made,), fields, call.span if outcome.action == "fail" else None)


_CONDITIONS = (tree.Binary, tree.Unary)


def _drop_with_condition(call: tree.Call, fields: Fields, here: Here) -> Way:
    """`drop(doc.words < 3)`: a condition where the reason stands."""
    text, at = here.module.program.text, call.args_span or call.span
    inner = call.args[0].value.span
    fix = Fix("write `when`", at, f" when {text[inner.start : inner.end]}")
    here.findings.add(
        "DF0402",
        "the brackets of `drop` hold the reason; a condition stands after `when`",
        at,
        fix=fix if at.file == here.module.program.file else None,
    )
    _evaluate(call.args[0].value, fields, here, judge=True)
    return Way((), fields)
