"""`route`: the first arm that matches takes the document; `route all` gives every matching arm a copy."""

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.check.branches import meet
from docflow.lang.check.conditions import ALWAYS, check_condition
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Way, where
from docflow.lang.typing.nullness import proven
from docflow.lang.typing.typed import Typed
from docflow.plan import ir
from docflow.plan.expr import Compare, Const, Contains, DocField, Expr, Logic
from docflow.value import evolve

__all__ = ["route", "shadows"]


def route(step: tree.Step, action: tree.Route, fields: Fields, here: Here) -> Way:
    """Check the arms of a route against the fields before it; after it, what the arms have in common."""
    name = here.name_step("route", step)
    if not action.arms or action.arms[-1].condition is not None:
        _no_else(action, here)
    arms, ways = [], []
    earlier: list[tuple[Typed, Span]] = []
    current = fields
    for arm in action.arms:
        condition, start = None, current.all_read()
        if arm.condition is not None:
            typed, current = check_condition(arm.condition, current, here)
            here.need(typed, arm.condition)
            condition = typed.expr or ALWAYS
            _check_shadow(typed, arm.condition.span, earlier, action, here)
            earlier.append((typed, arm.condition.span))
            start = current.all_read().knowing(proven(arm.condition, holds=True))
        way = _target(arm.target, start, here.inside("route"))
        arms.append(ir.Arm(condition, way.steps, where(arm.span)))
        ways.append(way)
        if arm.condition is not None and not action.every:
            current = current.knowing(proven(arm.condition, holds=False))
    if not action.arms or action.arms[-1].condition is not None:
        ways.append(Way((), current))
    made = ir.RouteStep(name, tuple(arms), action.every, here.on_error, where(action.span))
    done = meet((made,), tuple(ways), action.span)
    return evolve(done, fields=fields.all_read()) if not action.arms else done


def _target(target: tree.Block | tree.Call, fields: Fields, here: Here) -> Way:
    if isinstance(target, tree.Block):
        return here.walk(target.steps, fields, here)
    return here.walk((tree.Step(target.span, target),), fields, here)


def _no_else(action: tree.Route, here: Here) -> None:
    at = _closing(action.span)
    text = here.module.program.text
    indent = text[text.rfind("\n", 0, at.start) + 1 : at.start]
    insert = "else => keep " if indent.strip() else f"  else => keep\n{indent}"
    here.findings.add(
        "DF0404",
        "this route has no `else`, so it does not say what happens to the other documents",
        action.head,
        help='write `else => keep` to let them go on unchanged, or `else => drop("...")`',
        fix=Fix("let the others go on unchanged", at, insert),
    )


def _closing(span: Span) -> Span:
    """Return the empty span before the closing brace."""
    return Span(
        span.file, span.end - 1, span.end - 1, span.end_line, span.end_column - 1, span.end_line,
        span.end_column - 1,
    )  # fmt: skip


def _check_shadow(
    typed: Typed, at: Span, earlier: list[tuple[Typed, Span]], action: tree.Route, here: Here
) -> None:
    if action.every or typed.wrong:
        return
    for other, span in earlier:
        if other.wrong or not _hides(other, typed):
            continue
        here.findings.add(
            "DF0405",
            "this arm is never taken: an earlier one takes every document that it would match",
            at,
            help="put the narrower arm first, or delete this one",
            labels=(Label(span, "this one takes them"),),
        )
        return


def _hides(earlier: Typed, later: Typed) -> bool:
    if earlier.literal and earlier.value is True:
        return True
    if earlier.expr is None or later.expr is None or isinstance(earlier.expr, Const):
        return False
    return shadows(earlier.expr, later.expr)


def shadows(earlier: Expr, later: Expr) -> bool:
    """Whether certainly every document for which `later` holds also meets `earlier`."""
    if earlier == later:
        return True
    if isinstance(later, Logic) and later.op == "or":
        return all(shadows(earlier, part) for part in later.args)
    if isinstance(earlier, Logic) and earlier.op == "or":
        return any(shadows(part, later) for part in earlier.args)
    if isinstance(later, Logic) and later.op == "and":
        return any(shadows(earlier, part) for part in later.args)
    wide, narrow = _choices(earlier), _choices(later)
    return wide is not None and narrow is not None and wide[0] == narrow[0] and narrow[1] <= wide[1]


def _choices(expr: Expr) -> tuple[DocField, frozenset[str]] | None:
    """Return the field and the texts that it may be, for `doc.x == "a"` and `doc.x in ["a", "b"]`."""
    if isinstance(expr, Compare) and expr.op == "==" and isinstance(expr.left, DocField):
        value = expr.right.value if isinstance(expr.right, Const) else None
        return (expr.left, frozenset({value})) if isinstance(value, str) else None
    if isinstance(expr, Contains) and isinstance(expr.item, DocField) and isinstance(expr.place, Const):
        values = expr.place.value
        if isinstance(values, (list, tuple)) and all(isinstance(v, str) for v in values):
            return expr.item, frozenset(values)
    return None
