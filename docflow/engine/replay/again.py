"""A replay under way: which parts are refilled, and what the ledger then says of them."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from docflow.engine.inputs.part import WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.replay.correct import corrected
from docflow.engine.replay.restore import restored
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.past import Answer, Past, Want
from docflow.engine.resume.row import Row
from docflow.engine.work.job import Done
from docflow.engine.work.refill.part import ReplayPart

__all__ = ["Again"]


@define
class Again:
    """`chosen` maps the keys of parts to their entries that are done again; parts are restored in `folder`.

    `before` is the `run.json` of the run that left them. `again` counts what came into the quarantine anew by
    that, `others` says that another plan or version did these documents than did the rest.
    """

    past: Past
    folder: Path
    chosen: Mapping[bytes, tuple[int, ...]]
    before: Mapping[str, Any]
    again: int = 0
    others: bool = False
    _rows: dict[bytes, Row] = field(factory=dict, init=False)

    @property
    def entries(self) -> int:
        """How many entries are done again."""
        return sum(map(len, self.chosen.values()))

    def said(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `run.json` says otherwise than that of an ordinary run, whose record is given.

        Most documents were made by the plan of then, so that stays; `replays` names the others.
        """
        earlier = list(self.before.get("replays", ()))
        if not self.others:
            return {"replays": earlier} if earlier else {}
        this = {name: record[name] for name in ("docflow", "plan_digest")} | {"entries": self.entries}
        then = {name: self.before[name] for name in ("plan", "plan_digest")}
        return {**then, "replays": [*earlier, this]}

    def ask(self, want: Want, lines: Lines) -> Answer:
        """Return the row of a part that stays as it is, whatever was done to it; none for one that does not.

        A part that reads what the replay changed runs in full.
        """
        answer = self.past.known(want, lines)
        if answer.row is None or want.key not in self.chosen:
            return answer
        self._rows[want.key] = answer.row
        return Answer(None, "replay")

    def part(self, want: Want, part: WorkPart, first: int) -> WorkPart | ReplayPart:
        """Return what a worker is to do for a part; raises OSError."""
        row = self._rows.get(want.key)
        if row is None:
            return part
        kept = self.folder / row.folder
        pieces = restored(row, self.past.where, first, kept)
        seen = row.tally.main.seen
        return ReplayPart(part.number, part.source, part, kept, self.chosen[want.key], seen, pieces)

    def row(self, want: Want, done: Done, folder: str, first: int) -> Row:
        """Return the row of a part that was refilled, and write it.

        It keeps its recipe where that is the one of this run, too. Else it has a recipe of its own, which no
        run has: the next ordinary run does the part again, so that all its documents are made alike.
        """
        old, new = self._rows.pop(want.key), want.recipe.digest
        tally = corrected(old.tally, done.tally)
        self.again += done.tally.main.quarantined + done.tally.copies.quarantined + len(self.chosen[want.key])
        recipe = old.recipe
        if recipe != new:
            self.others = True
            recipe = sha256(f"{old.recipe} and {new}".encode()).hexdigest()
            self.past.describe(recipe, (*want.recipe.items, ("replayed documents", recipe)))
        held = (old.held or self.past.limits) if _limited(tally) else ""
        row = evolve(old, recipe=recipe, folder=folder, first=first, tally=tally, pieces=done.pieces)
        row = evolve(row, held=held, places={})
        self.past.write(want.key, row)
        self.past.store.keep()
        return row


def _limited(tally: Tally) -> bool:
    return any(reason.startswith("limit:") for _, reason in tally.quarantined)
