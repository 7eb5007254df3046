"""Checks for options, to be given as `option(check=...)`: a sentence where a value is wrong, else None."""

from collections.abc import Mapping

from docflow.model import Regex
from docflow.pattern.error import PatternError
from docflow.pattern.linear import compile_linear

__all__ = ["check_looked_for"]


def check_looked_for(value: object) -> str | None:
    """Judge what an option looks for: phrases may not be empty, patterns must be valid and linear.

    `value` is a text, a `Regex`, or a list or map of them.
    """
    if isinstance(value, str):
        return None if value else "an empty phrase is in every text; take it out"
    if isinstance(value, Regex):
        return _fault(value)
    if isinstance(value, Mapping):
        return next(filter(None, map(check_looked_for, value.values())), None)
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(check_looked_for, value)), None)
    return None


def _fault(regex: Regex) -> str | None:
    try:
        compile_linear(regex.pattern, regex.flags)
    except PatternError as error:
        return f"{error.message} (at character {error.offset + 1} of `{regex.pattern}`)"
    return None
