"""Where flows run, and what is known of one that does: its parts with their rows, how far it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import define, field, frozen

from docflow.engine.crew.late import LateCrew
from docflow.engine.inputs.part import InputFile
from docflow.engine.ledger import Tally
from docflow.engine.outputs.target import Target
from docflow.engine.prepare import Source
from docflow.engine.replay.again import Again
from docflow.engine.resume.past import Past, Want, token
from docflow.engine.resume.recipe import Cook
from docflow.engine.resume.row import Row
from docflow.engine.resume.where import PARTS
from docflow.engine.state.piece import RESULT, Piece, sink_name
from docflow.engine.state.room import Room
from docflow.engine.watch import Watch
from docflow.engine.work.job import FlowFacts
from docflow.plan.ir import Barrier, Call, FlowPlan

__all__ = ["Kept", "Progress", "Ready", "Site"]


@define
class Kept:
    """A part that is done: what was wanted, its row, the folder of its pieces, whether an earlier run did it.

    `shift` is by how much the numbers of the flow's sinks differ in the names of its pieces, `seconds` how
    long a worker had it in this run.
    """

    want: Want
    row: Row
    folder: Path
    reused: bool
    shift: int = 0
    seconds: float = 0.0

    @property
    def number(self) -> int:
        """The number of the part in this run."""
        return self.want.part.number

    def piece(self, name: str) -> Piece | None:
        """Return the piece of that name, if the part left one."""
        return next((piece for piece in self.row.pieces if piece.name == name), None)

    def sink(self, number: int) -> Piece | None:
        """Return the piece of the sink with that number in this run, if the part left one."""
        return self.piece(sink_name(number + self.shift))


@define
class Progress:
    """How far the flow at work is: parts done of all its parts, through all its stages."""

    flow: str = ""
    done: int = 0
    parts: int = 0

    @property
    def said(self) -> str:
        """A sentence about it; "" when nothing is done."""
        if not self.done:
            return ""
        of = f" of flow `{self.flow}`" if self.flow else ""
        return f"{self.done} of {self.parts} parts{of} are done"


@define
class Ready:
    """One flow of a run: plan, what it reads and writes; `kept` are its parts by stage, in source order."""

    plan: FlowPlan
    number: int
    sources: list[Source]
    targets: tuple[Target, ...]
    by_lines: Callable[[Call, InputFile], bool]
    facts: FlowFacts = field(factory=lambda: FlowFacts(()))
    tally: Tally = field(factory=Tally)
    kept: list[list[Kept]] = field(factory=list)

    @property
    def stages(self) -> int:
        """How many stages the flow has: one more than corpus steps."""
        return 1 + sum(isinstance(step, Barrier) for step in self.plan.body)

    @property
    def first(self) -> int:
        """The number of its first sink."""
        return self.targets[0].number if self.targets else 0

    def parts(self) -> Iterator[Kept]:
        """Yield the parts of all stages."""
        for stage in self.kept:
            yield from stage

    def results(self) -> list[Kept]:
        """Return the parts that left spills of the flow's result, in order."""
        return [kept for kept in self.parts() if kept.piece(RESULT)]


@frozen
class Site:
    """Where flows run: state folder, crew, who watches, the ledger, the cooks and the flows done, by name."""

    room: Room
    crew: LateCrew
    watch: Watch
    past: Past
    cooks: dict[str, Cook]
    ready: dict[str, Ready] = field(factory=dict)
    token: str = field(factory=token)
    progress: Progress = field(factory=Progress)
    again: Again | None = None

    @property
    def work(self) -> Path:
        """Where attempts write."""
        return self.room.staging / "work"

    @property
    def parts(self) -> Path:
        """Where the pieces of parts that are done stand."""
        return self.room.folder / PARTS
