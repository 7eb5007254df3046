"""What one document, one worker and one archive may cost, at most; over it the document is quarantined."""

from typing import Literal

from docflow.value import frozen

__all__ = ["Limits", "Sandbox"]

Sandbox = Literal["auto", "require", "off"]
"""How workers are confined: as far as the system can, fully or not at all."""


@frozen
class Limits:
    """The limits of a run; a caller may set each of them, none is part of a plan.

    `time` is in seconds for one document, all steps together, and `memory` in bytes for one worker; both hold
    where worker processes run the flow. `nesting` is the depth of a record, `members` the files of an
    archive, `ratio` how many times its size compressed data may grow. The most bytes of one document are
    `max_doc`, which a flow sets itself.
    """

    time: float = 10.0
    memory: int = 1 << 30
    nesting: int = 200
    members: int = 10_000
    ratio: int = 200

    def halved(self) -> "Limits":
        """Return half of each: what a stranger's flow gets."""
        return Limits(
            self.time / 2, self.memory // 2, self.nesting // 2, self.members // 2, max(1, self.ratio // 2)
        )
