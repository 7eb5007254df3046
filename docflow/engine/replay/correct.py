"""The counters of a part after a replay."""

from docflow.engine.ledger import Tally, merge

__all__ = ["corrected"]


def corrected(old: Tally, change: Tally) -> Tally:
    """Return what a part counts after a replay, whose tally says what changes: counts of nothing are gone."""
    made = merge((old, change))
    made.quarantined = {key: by for key, by in made.quarantined.items() if by}
    return made
