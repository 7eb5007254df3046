"""What came of a replay."""

from docflow.engine.replay.pick import Replay
from docflow.report.table import count

__all__ = ["lines"]

_MIXED = (
    "these documents were made by another version of the flow or its plugins than the rest:",
    "`run.json` says so, and the next `docflow run` makes their parts anew",
)


def lines(done: Replay) -> list[str]:
    """Return it in sentences."""
    entries = "1 entry" if done.entries == 1 else f"{done.entries:,} entries"
    if not done.again:
        said = "it left the quarantine" if done.entries == 1 else "all left the quarantine"
    elif done.again <= done.entries:
        said = f"{done.entries - done.again:,} left the quarantine, {done.again:,} came into it again"
    else:
        said = f"{count(done.again, 'document')} that came of {entries} are in quarantine now"
    return [f"{entries} done again: {said}", *(_MIXED if done.others else ())]
