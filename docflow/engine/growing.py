"""Outputs that are written in place: parts that are done in their order, in this process, need no joining.

That saves writing and reading them a second time, and their CRC: the sha256 of the output up to the end of a
piece is proof of it. Workers may not do so: what one has handed over must be out of its reach.
"""

from attrs import define, evolve

from docflow.engine.joining import ends_of, grown_name
from docflow.engine.outputs.merge import HEAD, TAIL
from docflow.engine.outputs.target import Target
from docflow.engine.resume.row import Place
from docflow.engine.resume.where import WHOLE
from docflow.engine.site import Ready, Site
from docflow.engine.state.piece import sink_name
from docflow.engine.work.job import Done, Grown
from docflow.io import disk

__all__ = ["Growing", "growing"]


@define
class Growing:
    """The outputs of a flow that grow, as they are before the next part."""

    files: tuple[Grown, ...]
    finals: dict[int, bytes]

    def took(self, done: Done) -> dict[str, Place]:
        """Count a part that is done; return where its pieces are."""
        sizes = {piece.name: piece.size for piece in done.pieces}
        places = {
            sink_name(each.sink): Place(each.file.name, self.finals[each.sink], each.start)
            for each in self.files
            if sink_name(each.sink) in sizes
        }
        self.files = tuple(
            evolve(each, start=each.start + sizes.get(sink_name(each.sink), 0)) for each in self.files
        )
        return places


def growing(made: Ready, site: Site, *, first: bool) -> Growing:
    """Return the outputs of a flow that grow; `first` says that no part of an earlier run comes between.

    An output with a head or a tail, a compressed one, one on another file system and those of flows with a
    corpus step are joined as ever.
    """
    if not first or made.stages > 1 or site.again is not None or not site.crew.in_order:
        return Growing((), {})
    targets = [target for target in made.targets if _grows(target, made, site)]
    folder = site.room.folder / WHOLE
    disk.make_folder(folder)
    files = tuple(Grown(target.number, folder / grown_name(target, site), 0) for target in targets)
    return Growing(files, {target.number: site.past.where.name_of(target.path) for target in targets})


def _grows(target: Target, made: Ready, site: Site) -> bool:
    if target.layout != "file" or target.codec:
        return False
    if site.room.staging_for(target.path) != site.room.staging:
        return False
    return not {HEAD, TAIL} & ends_of(target, made, site).keys()
