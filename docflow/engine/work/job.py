"""Jobs and their answers: plain data, so that any process can do the one and give the other."""

from pathlib import Path

from attrs import field, frozen

from docflow.engine.hand import Loss
from docflow.engine.inputs.part import WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.state.piece import Piece
from docflow.engine.work.refill.part import ReplayPart
from docflow.plugin.kinds import Part

__all__ = ["Done", "EndsJob", "FlowFacts", "Grown", "Job", "PartJob", "PartsJob", "ReduceJob", "Slice"]


@frozen
class FlowFacts:
    """What the parent must know of a flow that it has not built: its steps with their lines, in order."""

    steps: tuple[tuple[str, int], ...]


@frozen
class Done:
    """The answer to a job: counters and pieces, for a PartsJob the parts.

    `inputs` are the sha256 of the files (or ranges) that a FilePart was read from, in order; `unsteady` says
    that one of them changed meanwhile, so that the part is not remembered. `cut` says that the part ended
    where its slice ends, `ends` are the places in its files behind what was done. It took `seconds`. `lines`
    are those of a range, -1 where nobody counted.
    """

    tally: Tally = field(factory=Tally)
    pieces: tuple[Piece, ...] = ()
    inputs: tuple[str, ...] = ()
    unsteady: bool = False
    parts: tuple[Part, ...] = ()
    ends: tuple[int, ...] = ()
    cut: bool = False
    seconds: float = 0.0
    lines: int = -1


@frozen
class Slice:
    """The items of a part from `first` up to `until`, 0 for all that are left.

    Those before are done: their files stand in `folder`, below the order's `work`, as `done` says.
    """

    first: int = 0
    until: int = 0
    folder: str = ""
    done: Done | None = None


@frozen
class Grown:
    """An output that grows part by part: the sink, its file, and where this part begins in it."""

    sink: int
    file: Path
    start: int


@frozen
class PartJob:
    """Run one part through one stage of a flow; the files are made in `folder`, below the order's `work`.

    The answer to a ReplayPart has the files of the whole part, and the tally is what changes of it.
    `careful` and `losses` come from earlier attempts (see `engine.hand`), and so does the `slice`; the answer
    to a later one has the files of all slices so far. Outputs that are `grown` take the part straight into
    their files, which only one that does jobs in their order and in this process may be told.
    """

    flow: int
    stage: int
    part: WorkPart | ReplayPart
    folder: str
    careful: bool = False
    losses: tuple[Loss, ...] = ()
    slice: Slice = field(factory=Slice)
    grown: tuple[Grown, ...] = ()


@frozen
class ReduceJob:
    """Make the state of the corpus step that ends a stage, from the sketches of its parts: (part, file).

    Not for a worker that is one of several: all workers of the next stage need the state.
    """

    flow: int
    stage: int
    sketches: tuple[tuple[int, Path], ...]


@frozen
class PartsJob:
    """Ask a component of the kind `source` for its parts."""

    flow: int
    source: int


@frozen
class EndsJob:
    """Write what stands before and after the documents of a sink: pieces `head` and `tail` in `folder`."""

    flow: int
    sink: int
    folder: str


Job = PartJob | PartsJob | EndsJob
