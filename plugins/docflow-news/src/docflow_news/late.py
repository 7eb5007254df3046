"""Regular expressions that are compiled when they are first used.

Compiling one takes 0.1 to 1 ms; checking a flow loads this package and needs none of them.
"""

import re
from typing import Any, cast

__all__ = ["late"]


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of `re` that is compiled at its first use; an invalid one raises re.error then."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self._written = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)  # from now on the method itself, at no cost
        return found
