"""What an expression is: its type, what it lowers to, and its value where that is known already."""

import enum

from docflow.model import ANY, Type
from docflow.plan.expr import Const, Expr
from docflow.value import frozen

__all__ = ["UNKNOWN", "WRONG", "Typed", "Unknown", "constant"]


class Unknown(enum.Enum):
    """The value of what is not known before the run, such as a field or a param without a value."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@frozen
class Typed:
    """An expression after checking.

    `expr` is None when it is wrong, or when it needs a param that has no value yet. `value` is a value of
    the language (lists are tuples). `literal` says that no name is involved, so that the value can never
    be another. `wrong` expressions have the type any, which silences what would follow from the mistake.
    """

    type: Type
    expr: Expr | None
    value: object = UNKNOWN
    literal: bool = False
    wrong: bool = False

    @property
    def known(self) -> bool:
        """Whether the value is known before the run."""
        return self.value is not UNKNOWN


WRONG = Typed(ANY, None, wrong=True)


def constant(type_: Type, value: object, *, literal: bool = False) -> Typed:
    """Return a known value as an expression; `UNKNOWN` gives one without."""
    if value is UNKNOWN:
        return Typed(type_, None)
    return Typed(type_, Const(_thawed(value)), value, literal)


def _thawed(value: object) -> object:
    """Lists are tuples while they are checked, and lists in documents and in the plan's expressions."""
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    if isinstance(value, dict):
        return {key: _thawed(item) for key, item in value.items()}
    return value
