"""Branches that go on or go aside: `when ... else ...` and `tee`."""

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.conditions import ALWAYS, check_condition
from docflow.lang.check.fields import Fields, join
from docflow.lang.check.here import Here, Way, where
from docflow.lang.typing.nullness import proven
from docflow.plan import ir

__all__ = ["meet", "tee", "when"]


def when(step: tree.Step, action: tree.When, fields: Fields, here: Here) -> Way:
    """Check `when cond { ... } else { ... }`; everyone who has not ended continues after it."""
    typed, after = check_condition(action.condition, fields, here)
    here.need(typed, action.condition)
    name = here.name_step("when", step)
    start, inner = after.all_read(), here.inside("when")
    yes = here.walk(action.then.steps, start.knowing(proven(action.condition, holds=True)), inner)
    no = Way((), start.knowing(proven(action.condition, holds=False)))
    if action.otherwise is not None:
        no = here.walk(action.otherwise.steps, no.fields, inner)
    made = ir.WhenStep(name, typed.expr or ALWAYS, yes.steps, no.steps, here.on_error, where(action.span))
    return meet((made,), (yes, no), action.span)


def meet(steps: tuple[ir.Step, ...], ways: tuple[Way, ...], at: Span) -> Way:
    """Return the way after branches: it ends when all of them end."""
    going = [way.fields for way in ways if way.end is None]
    if not going:
        fields = join([way.fields for way in ways]).all_read()
        return Way(steps, fields, at, sink=all(way.sink for way in ways))
    return Way(steps, join(going).all_read())


def tee(step: tree.Step, action: tree.Tee, fields: Fields, here: Here) -> Way:
    """Check `tee { ... }`: each branch gets a copy and ends it; nothing of it comes back."""
    name = here.name_step("tee", step)
    start = fields.all_read()
    branches = []
    for block in action.branches:
        way = here.walk(block.steps, start, here.inside("tee"))
        branches.append(way.steps)
        if way.end is None and not here.tally.broken:
            here.findings.add(
                "DF0412",
                "this branch of `tee` does not write its copies",
                block.span,
                help="end it with `| to ...`; without a sink the copies are lost",
            )
    return Way((ir.TeeStep(name, tuple(branches), where(action.span)),), start)
