"""What a plugin sees of a checked flow in `docflow_checks`, and what it may say about it."""

from collections.abc import Callable
from typing import Literal

import attrs
from attrs import field

from docflow.model import Place
from docflow.value import frozen

__all__ = ["Hazard", "ProgramView", "StepView"]


def _unreadable(place: Place) -> str:
    """Stand for the files of a program that is in no file itself."""
    raise FileNotFoundError(place.path)


@frozen
class StepView:
    """One component step of a flow, in the order of the flow; `component` is `namespace.name`.

    `branch` is the word of the branch that the step stands in (`when`, `route`, `tee`), "" on the main path.
    `options` are the arguments given, by name, as values of the language (a path is a `Place`); one that
    waits for the value of a param is left out.
    """

    flow: str
    id: str
    component: str
    branch: str = ""
    options: tuple[tuple[str, object], ...] = ()


@attrs.frozen
class ProgramView:
    """The argument of `docflow_checks`: the component steps of all flows. May only grow.

    `read` returns the text of a file that an argument names, as `Place`; it raises OSError where that cannot
    be read or may not be (`--root`), UnicodeDecodeError where it is no UTF-8.
    """

    steps: tuple[StepView, ...]
    read: Callable[[Place], str] = field(default=_unreadable, eq=False, repr=False)

    def before(self, step: StepView) -> tuple[StepView, ...]:
        """Return the steps of the same flow that stand before a step."""
        return tuple(s for s in self.steps[: self.steps.index(step)] if s.flow == step.flow)


@frozen
class Hazard:
    """What a plugin says about a step: one plain sentence, and what to do about it.

    It is about the order of steps (DF0411); with `file`, one that the step's arguments name and that was read
    by `ProgramView.read`, about a mistake on that `line` of it (from 1; 0: the file as a whole), DF0316.
    `text` is the one among the step's arguments that it is about: the finding stands there.
    """

    step: StepView
    message: str
    help: str = ""
    severity: Literal["error", "warning"] = "warning"
    file: Place | None = None
    line: int = 0
    text: str = ""
