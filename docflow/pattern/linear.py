r"""Regular expressions that cannot run away: the syntax and the meaning of `re`, re2 underneath.

What is the same as `re` for text: everything that is accepted. `\w \d \s \b` and the flag i are those of
Unicode as this Python knows it. What is refused, because it needs backtracking: look-around, back-references,
atomic groups, possessive repeats, conditions, repeats over 1000; and repeats whose rounds prefer to take
nothing, such as `(?:a|b*?)*`, where re2 would find something else.

The rest is small. `\B` matches in an empty text, as in Python 3.14. A group inside a repeat keeps its last
round that took something, where `re` may end on an empty one. After an empty match, `finditer` and `sub` go
on at the next character, where `re` first tries for another match that is not empty; only a pattern that
prefers to match nothing, such as `|a`, can tell.
"""

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docflow.pattern.error import PatternError
from docflow.pattern.found import Found

if TYPE_CHECKING:
    from docflow.pattern.compiled import Linear

__all__ = ["Found", "Linear", "PatternError", "compile_linear"]


@lru_cache(maxsize=1024)
def compile_linear(pattern: str, flags: str = "") -> "Linear":
    """Return a linear regular expression for a pattern in the syntax of `re`; `flags` out of `imsx`.

    Raises PatternError with a sentence and the offset in the pattern: kind "invalid" or "not linear".
    """
    made: Linear = _class()(pattern, flags)
    return made


def _class() -> Any:
    """What compiles patterns is imported with the first of them: ten modules that most starts never need."""
    return import_module("docflow.pattern.compiled").Linear


def __getattr__(name: str) -> Any:
    if name == "Linear":
        return _class()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
