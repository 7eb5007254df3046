"""Functions of plugins in expressions: what they return is of the type that they declare, or an error."""

from collections.abc import Callable
from typing import Any

from docflow.engine.desk import BrokenContract
from docflow.engine.values import Unfit, coercion, kind_of, plain_kind
from docflow.plugin.component import Function

__all__ = ["checked"]


def checked(name: str, function: Function) -> Callable[..., Any]:
    """Return the function with a look at its result; it raises BrokenContract, naming the function."""
    call, result = function.call, function.result
    plain, coerce = plain_kind(result), coercion(result)
    empty = result.optional or result.name in ("any", "null")

    def checked_call(*args: Any) -> Any:
        value = call(*args)
        if type(value) is plain or (value is None and empty):
            return value
        if value is None:
            raise BrokenContract(f"`{name}` returned {kind_of(value)} instead of {result}")
        try:
            return coerce(value)
        except Unfit as unfit:
            raise BrokenContract(f"`{name}` returned {unfit}") from None

    return checked_call
