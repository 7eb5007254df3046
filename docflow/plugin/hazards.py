"""What a plugin sees of a checked flow in `docflow_checks`, and what it may say about it."""

from typing import Literal

from docflow.value import frozen

__all__ = ["Hazard", "ProgramView", "StepView"]


@frozen
class StepView:
    """One component step of a flow, in the order of the flow; `component` is `namespace.name`.

    `branch` is the word of the branch that the step stands in (`when`, `route`, `tee`), "" on the main path.
    """

    flow: str
    id: str
    component: str
    branch: str = ""


@frozen
class ProgramView:
    """The argument of `docflow_checks`: the component steps of all flows. May only grow."""

    steps: tuple[StepView, ...]

    def before(self, step: StepView) -> tuple[StepView, ...]:
        """Return the steps of the same flow that stand before a step."""
        return tuple(s for s in self.steps[: self.steps.index(step)] if s.flow == step.flow)


@frozen
class Hazard:
    """What a plugin says about a step (DF0411): one plain sentence, and what to do about it."""

    step: StepView
    message: str
    help: str = ""
    severity: Literal["error", "warning"] = "warning"
