"""What a flow is to do: the parts of its sources, and for each stage what its parts depend on."""

from collections.abc import Iterable, Iterator
from typing import Any

from docflow.engine.inputs.part import FilePart, PluginPart, SpillPart, WorkPart, cut
from docflow.engine.prepare import Source
from docflow.engine.resume.identity import identities
from docflow.engine.resume.past import Want
from docflow.engine.resume.recipe import Cook, state_digest
from docflow.engine.site import Kept, Ready, Site
from docflow.engine.state.piece import DOCUMENTS, RESULT, SKETCHES
from docflow.engine.work.job import PartsJob

__all__ = ["bytes_of", "parts_of", "wants_of"]


def bytes_of(part: WorkPart) -> int:
    """Return how many bytes of the input a part is, 0 where nobody knows."""
    if isinstance(part, FilePart):
        return part.span.end - part.span.start if part.span else sum(file.size for file in part.files)
    return part.part.size if isinstance(part, PluginPart) else 0


def wants_of(
    stage: int, made: Ready, parts: tuple[WorkPart, ...], cook: Cook, ready: dict[str, Ready]
) -> list[Want]:
    """Return what a stage is to do: `parts` in the first one, else the spills of the stage before."""
    name = made.plan.name
    if stage:
        before = made.kept[stage - 1]
        state = state_digest((kept.number, kept.piece(SKETCHES)) for kept in before)
        recipe = cook.recipe(stage, 0)
        found = []
        for kept in before:
            part = SpillPart(kept.number, 0, kept.folder / DOCUMENTS)
            spill = kept.piece(DOCUMENTS)
            digest = spill.digest if spill else ""
            found.append(Want(name, stage, kept.want.identity, part, recipe, digest, state))
        return found
    spills = {
        str(kept.folder / RESULT): kept
        for source in made.sources
        if source.flow is not None and source.flow in ready
        for kept in ready[source.flow].results()
    }
    names = identities(
        parts, {path: f"{kept.want.stage} {kept.want.identity}" for path, kept in spills.items()}
    )
    return [
        Want(name, 0, names[part.number], part, cook.recipe(0, part.source), _digest(part, spills))
        for part in parts
    ]


def _digest(part: WorkPart, spills: dict[str, Kept]) -> str:
    kept = spills.get(str(part.path)) if isinstance(part, SpillPart) else None
    piece = kept.piece(RESULT) if kept else None
    return piece.digest if piece else ""


def parts_of(made: Ready, site: Site) -> Iterator[WorkPart]:
    """Yield the parts of all sources, in source order, numbered through."""
    count = 0
    for number, source in enumerate(made.sources):
        for part in _parts_of(made, number, source, count, site):
            count += 1
            yield part


def _parts_of(made: Ready, number: int, source: Source, first: int, site: Site) -> Iterable[WorkPart]:
    call: Any = made.plan.sources[number]
    if source.flow is not None:
        spills = site.ready[source.flow].results()
        return (SpillPart(first + n, number, kept.folder / RESULT) for n, kept in enumerate(spills))
    if call.kind == "source":
        ((_, done),) = site.crew.run([PartsJob(made.number, number)])
        return (PluginPart(first + n, number, part) for n, part in enumerate(done.parts))
    return cut(source.files, number, first, lambda file: made.by_lines(call, file))
