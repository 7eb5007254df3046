"""Which entries of a quarantine are done again."""

from attrs import define

from docflow.engine.state.holes import Hole
from docflow.io.escape import safe
from docflow.value import frozen

__all__ = ["Pick", "Replay"]


@frozen
class Pick:
    """The entries with these numbers (none: all), of this step, with this reason ("": any)."""

    numbers: frozenset[int] = frozenset()
    step: str = ""
    reason: str = ""

    def takes(self, number: int, hole: Hole) -> bool:
        """Return whether an entry is one of them."""
        if self.numbers and number not in self.numbers:
            return False
        return self.step in ("", hole.step) and safe(self.reason) in ("", hole.reason)


@define
class Replay:
    """A replay that is asked for, and what came of it.

    `entries` were done again, `again` came into the quarantine anew by that; `others` says that another plan
    or version made these documents than made the rest.
    """

    pick: Pick
    entries: int = 0
    again: int = 0
    others: bool = False
