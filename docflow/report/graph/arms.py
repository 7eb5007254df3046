"""The arms of `when` and `route` and the branches of `tee`: where ways part, and what comes out of them."""

from collections.abc import Callable, Sequence

from docflow.io.escape import safe
from docflow.plan.ir import Outcome, RouteStep, SinkStep, Step, TeeStep, WhenStep
from docflow.plan.phrase import expr_text
from docflow.report.graph.lanes import spread
from docflow.report.graph.model import Lane
from docflow.report.graph.sheet import Open, Sheet, total
from docflow.report.graph.words import ends_all, words_of_end
from docflow.value import frozen

__all__ = ["Parting", "choose", "goes_on", "tee"]

Walk = Callable[[Sheet, Sequence[Step], list[Open], Lane], list[Open]]


@frozen
class _Arm:
    label: str
    body: tuple[Step, ...]


def _arms(step: WhenStep | RouteStep) -> list[_Arm]:
    if isinstance(step, WhenStep):
        return [_Arm("yes", step.then), _Arm("else", step.otherwise)]
    return [_Arm("else" if a.condition is None else expr_text(a.condition), a.body) for a in step.arms]


def goes_on(body: Sequence[Step]) -> bool:
    """Return whether documents may come out of a body."""
    return not any(_stops(step) for step in body)


def _stops(step: Step) -> bool:
    if isinstance(step, (WhenStep, RouteStep)):
        arms = _arms(step)
        closed = isinstance(step, WhenStep) or any(arm.condition is None for arm in step.arms)
        return closed and not any(goes_on(arm.body) for arm in arms)
    return isinstance(step, SinkStep) or ends_all(step) is not None


@frozen
class Parting:
    """Where ways part: at this node, with so many documents, in this lane; `walk` walks the arms."""

    sheet: Sheet
    node: str
    documents: int | None
    lane: Lane
    walk: Walk


def choose(at: Parting, step: WhenStep | RouteStep) -> list[Open]:
    """Add the arms of a choice and return the ways that leave them.

    Documents that go past the choice, because its condition failed and `on error` says skip, get a way of
    their own where a run had them.
    """
    arms = _arms(step)
    lanes = spread(at.lane, at.sheet.turn(), [*(goes_on(arm.body) for arm in arms), False])
    past = _past(at, step, lanes[-1])
    out: list[Open] = []
    at.sheet.depth += 1
    for number, (arm, arm_lane) in enumerate(zip(arms, lanes, strict=False)):
        label = safe(arm.label, None)
        way = Open(at.node, arm_lane, _taken(at.sheet, step.id, number), "way", label, label)
        out += at.walk(at.sheet, arm.body, [way], arm_lane)
    at.sheet.depth -= 1
    return out + past


def _taken(sheet: Sheet, step: str, number: int) -> int | None:
    return None if sheet.figures is None else sheet.figures.taken.get((step, number), 0)


def _past(at: Parting, step: WhenStep | RouteStep, lane: Lane) -> list[Open]:
    figures = at.sheet.figures
    if at.documents is None or figures is None:
        return []
    if isinstance(step, RouteStep) and step.every:
        past = at.sheet.count("skipped", step.id)
    else:
        past = at.documents - sum(by for (name, _), by in figures.taken.items() if name == step.id)
    return [Open(at.node, lane, past, "way", "past", "went past this step, unchanged")] if past else []


def tee(at: Parting, step: TeeStep) -> list[Open]:
    """Add the branches of a tee, at the right of the way that goes on; return that way.

    A copy that comes to the end of its branch is dropped there.
    """
    sheet = at.sheet
    lanes = spread(at.lane, sheet.turn(), [True, *(False for _ in step.branches)])
    sheet.depth += 1
    for branch, lane in zip(step.branches, lanes[1:], strict=True):
        ways = at.walk(sheet, branch, [Open(at.node, lane, at.documents, "copy")], lane)
        if ways:
            words = words_of_end(Outcome("drop"), "end of the tee")
            sheet.join(ways, sheet.put("drop", words, lane, name=step.id, documents=total(ways)))
    sheet.depth -= 1
    return [Open(at.node, at.lane, at.documents)]
