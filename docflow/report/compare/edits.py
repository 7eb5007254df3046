"""What an edit changes in the flow itself, in words."""

from collections.abc import Sequence

from docflow.plan.comparison import Detail, StepChange
from docflow.report.compare.phrases import Code

__all__ = ["detail_text", "step_text"]

MOST_ITEMS = 8


def step_text(change: StepChange, code: Code) -> str:
    """Return a change of the flow: added, removed, changed, moved or renamed, and what of it."""
    what = "" if change.what in ("step", "sink") else f"{change.what} "
    if change.what == "flow" and change.change in ("added", "removed"):
        return f"{change.change} flow {code(change.step or '(without a name)')}{_place(change)}"
    if change.change == "added":
        return f"added {what}{code(change.after)}{_place(change)}"
    if change.change == "removed":
        return f"removed {what}{code(change.before)}{_place(change)}"
    if change.change == "renamed" and not change.before:
        return f"the {what}has the name {code(change.after)} now{_place(change)}"
    if change.change == "renamed" and not change.after:
        return f"the {what}has no longer the name {code(change.before)}{_place(change)}"
    if change.change == "renamed":
        return f"renamed {what}{code(change.before)} to {code(change.after)}{_place(change)}"
    if change.change == "moved":
        return f"moved {what}{code(change.after)}{_place(change)}"
    if change.details:
        said = "; ".join(detail_text(detail, code) for detail in change.details)
        return f"changed {what}{code(change.step)}{_place(change)}: {said}"
    return f"changed {what}{code(change.before)} to {code(change.after)}{_place(change)}"


def _place(change: StepChange) -> str:
    one, two = change.line_before, change.line_after
    if one and two and one != two:
        return f" (line {two}, was {one})"
    return f" (line {two or one})" if one or two else ""


def detail_text(detail: Detail, code: Code) -> str:
    """Return a change of an option: items of a list that came and went, or the old and the new value."""
    name = code(detail.name)
    if detail.gone or detail.came:
        parts = [f"gains {_items(detail.came, code)}"] * bool(detail.came)
        parts += [f"loses {_items(detail.gone, code)}"] * bool(detail.gone)
        return f"{name} {' and '.join(parts)}"
    if not detail.before:
        return f"{name} is now {code(detail.after)}"
    if not detail.after:
        return f"{name} is no longer {code(detail.before)}"
    if sorted(detail.before) == sorted(detail.after) and ", " in detail.before:
        return f"{name} has another order"
    return f"{name} is {code(detail.after)}, was {code(detail.before)}"


def _items(items: Sequence[str], code: Code) -> str:
    shown = [code(item) for item in items[:MOST_ITEMS]]
    more = len(items) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
