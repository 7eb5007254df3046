"""What an editor learns from a check: what expressions may see at each step. A plain check does without."""

from collections.abc import Callable

from attrs import define, field

from docflow.errors import Span
from docflow.lang.typing.scope import Scope
from docflow.value import frozen

__all__ = ["Spot", "Watch"]


@frozen
class Spot:
    """A step, gate or claim that was checked, with what its expressions may see.

    `testing` says that it was seen on behalf of a test, whose documents and arguments are its own.
    """

    span: Span
    scope: Callable[[], Scope]
    testing: bool = False


@define(eq=False, repr=False)
class Watch:
    """The spots of a check, in the order in which they were checked; a stage is checked for each call."""

    spots: list[Spot] = field(factory=list)
