"""What is wrong with a regular expression, and where in it."""

from typing import Literal

from docflow.errors import DocflowError

__all__ = ["Fault", "PatternError"]

Fault = Literal["invalid", "not linear"]


class PatternError(DocflowError):
    """A regular expression that cannot be used.

    `message` is a sentence without the final stop, `offset` counts characters from the start of the
    pattern. `kind` is `"invalid"` when Python's `re` would refuse it too, `"not linear"` when it is
    good for `re` but has no form whose time is linear in the text.
    """

    def __init__(self, message: str, offset: int, kind: Fault) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.kind: Fault = kind
