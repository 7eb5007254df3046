"""Before a replay: is all as the last run left it, and in which parts are the entries that are done again?"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docflow.engine.inputs.part import FilePart, PluginPart
from docflow.engine.replay.again import Again
from docflow.engine.replay.pick import Pick
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.past import Want
from docflow.engine.resume.why import INPUT, NEW, OUTPUT, UNDONE
from docflow.engine.site import Kept, Ready, Site
from docflow.engine.stage import between
from docflow.engine.state.holes import Hole, holes
from docflow.engine.state.piece import HOLES, QUARANTINE
from docflow.engine.wants import parts_of, wants_of
from docflow.engine.work.refill.rest import rest_of
from docflow.errors import RefusedError
from docflow.io.escape import safe

__all__ = ["select"]

_READ = ("read by other flows",)
_FULL = "a full run is needed (`docflow run`)"
_RUN = "run the flow first, then replay what is left"
_WHY = {
    NEW: f"there is input that no run has read; {_RUN}",
    UNDONE: f"no run has done this to its end; {_RUN}",
    INPUT: f"the input changed; {_RUN} (a run does only what changed)",
    OUTPUT: f"the outputs were changed or removed since the last run; {_RUN}",
}


def select(pick: Pick, flows: Sequence[Ready], site: Site) -> Again:
    """Return the replay of the entries that were picked; changes nothing.

    Raises RefusedError when the last run is not there as it was, or an entry cannot be done again.
    """
    before = _before(site.room.folder / "run.json")
    try:
        for made in flows:
            _as_it_was(made, site)
        kept = [(made, each) for made in flows for each in made.parts()]
        _same_entries(kept, site.room.folder / QUARANTINE)
        chosen = dict(_chosen(pick, kept))
    finally:
        for made in flows:
            made.kept.clear()
        site.ready.clear()
    return Again(site.past, site.room.staging / "kept", chosen, before)


def _before(path: Path) -> dict[str, Any]:
    """Return the record of the last run; raises RefusedError when none has ended."""
    try:
        record: Any = json.loads(path.read_bytes())
        return {name: record[name] for name in ("plan", "plan_digest")} | {
            "replays": record.get("replays", [])
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError(f"cannot replay: no run of this flow has ended here; {_RUN}") from None


def _as_it_was(made: Ready, site: Site) -> None:
    """Fill `kept` of a flow with what the last run left; raises RefusedError."""
    parts = tuple(parts_of(made, site))
    for stage in range(made.stages):
        wants = wants_of(stage, made, parts, site.cooks[made.plan.name], site.ready)
        lines = Lines([want.part for want in wants], site.past.seen)
        made.kept.append([_kept(want, made, lines, site) for want in wants])
    site.ready[made.plan.name] = made


def _kept(want: Want, made: Ready, lines: Lines, site: Site) -> Kept:
    answer = site.past.known(want, lines)
    if answer.row is None:
        part = want.part
        if isinstance(part, PluginPart) and not part.part.version:
            raise RefusedError(f"cannot replay: the source gives its parts no version; {_FULL}")
        file = f"`{safe(part.files[0].shown)}`: " if isinstance(part, FilePart) else ""
        raise RefusedError(f"cannot replay: {file}{_WHY.get(answer.why, _RUN)}")
    _refuse_others(answer.row.recipe, want, site)
    return Kept(want, answer.row, site.parts / answer.row.folder, True, answer.row.first - made.first)


def _refuse_others(recipe: str, want: Want, site: Site) -> None:
    """Raise RefusedError where the part was written by other sinks than the flow has."""
    then, now = site.past.described(recipe), dict(want.recipe.items)
    names = {name for name in (*then, *now) if name.startswith("sink ") or name in _READ}
    if any(then.get(name) != now.get(name) for name in names):
        raise RefusedError(f"cannot replay: the flow has other outputs than it had then; {_FULL}")


def _same_entries(kept: Sequence[tuple[Ready, Kept]], file: Path) -> None:
    """Raise RefusedError unless the quarantine that people see is that of these parts."""
    pieces = [each.piece(QUARANTINE) for _, each in kept]
    there = 0
    if file.exists():
        with file.open("rb") as lines:
            there = sum(1 for _ in lines)
    if there != sum(piece.documents for piece in pieces if piece):
        raise RefusedError(f"cannot replay: a later run was stopped before its end; {_RUN}")


def _chosen(pick: Pick, kept: Sequence[tuple[Ready, Kept]]) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    number, found = 0, 0
    for made, each in kept:
        piece = each.piece(QUARANTINE)
        if piece is None:
            continue
        if each.piece(HOLES) is None:
            raise RefusedError(f"cannot replay: an earlier docflow kept these entries; {_FULL}")
        wanted = []
        for at, hole in enumerate(holes(each.folder / HOLES)):
            number += 1
            if pick.takes(number, hole):
                _refuse_gone(number, hole, made, each)
                wanted.append(at)
        found += len(wanted)
        if wanted:
            yield each.want.key, tuple(wanted)
    if missing := sorted(each for each in pick.numbers if not 0 < each <= number):
        raise RefusedError(f"there is no entry {missing[0]} in quarantine; it has {number}")
    if not found:
        said = "no entry is of that step and reason" if number else "nothing is in quarantine"
        raise RefusedError(f"nothing to replay: {said}")


def _refuse_gone(number: int, hole: Hole, made: Ready, kept: Kept) -> None:
    """Raise RefusedError for an entry that cannot go on from its step."""
    if not hole.whole:
        raise RefusedError(f"entry {number} cannot be replayed: it holds values of a plugin's own; {_FULL}")
    if hole.document is None:
        return
    stages = between(made.plan.body)
    stage = kept.want.stage
    ends = (stages[stage].tail, stages[stage - 1].tail if stage else None)
    if any(step is not None and step.id == hole.step for step in ends):
        return
    if rest_of(stages[stage].steps, hole.step) is None:
        gone = f"the flow has no step `{safe(hole.step)}` there any more"
        raise RefusedError(f"entry {number} cannot be replayed: {gone}; {_FULL}")
