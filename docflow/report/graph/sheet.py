"""The sheet on which the graph of one flow is drawn: nodes and edges as they are added, with their counts."""

from collections.abc import Sequence

from attrs import define, field

from docflow.plan.ir import Outcome, Step
from docflow.report.graph.figures import Figures
from docflow.report.graph.model import Edge, Lane, Node, Stage
from docflow.report.graph.words import Words
from docflow.value import evolve, frozen

__all__ = ["Open", "Sheet", "total"]


@frozen
class Open:
    """A way that has left a node and not come to the next one yet."""

    tail: str
    lane: Lane
    documents: int | None
    kind: str = "way"
    label: str = ""
    full: str = ""


def total(ways: Sequence[Open]) -> int | None:
    """Return how many documents the ways bring; None without a run."""
    counts = [way.documents for way in ways if way.documents is not None]
    return sum(counts) if len(counts) == len(ways) else None


@define
class Sheet:
    """The graph of one flow in the making. `figures` are those of a run, None without one."""

    flow: str
    figures: Figures | None
    usual: Outcome | None = None
    nodes: list[Node] = field(factory=list)
    edges: list[Edge] = field(factory=list)
    stages: dict[str, Stage] = field(factory=dict)
    turns: int = 0
    depth: int = 0

    def turn(self) -> int:
        """Return the number of the next step at which ways part."""
        self.turns += 1
        return self.turns

    def put(
        self,
        kind: str,
        words: Words,
        lane: Lane = (),
        *,
        step: Step | None = None,
        name: str = "",
        beside: str = "",
        documents: int | None = None,
    ) -> str:
        """Add a node and return its id; `name` is the id of the step where it has no node of its own."""
        id_, at = f"{self.flow}{len(self.nodes) + 1}", getattr(step, "at", None)
        step_id = name or str(getattr(step, "id", ""))
        made = Node(id_, kind, words.title, words.notes, words.full, step_id)
        self.nodes.append(
            evolve(
                made,
                line=at.line if at is not None else 0,
                lane=lane,
                stages=self.around(step_id),
                beside=beside,
                documents=documents,
                depth=self.depth,
            )
        )
        return id_

    def around(self, step: str) -> tuple[str, ...]:
        """Return the ids of the stages around a step, which its id says, and note them."""
        names = step.split("/")[:-1]
        found = tuple("/".join(names[: number + 1]) for number in range(len(names)))
        for id_, name in zip(found, names, strict=True):
            self.stages.setdefault(id_, Stage(id_, name.partition("#")[0]))
        return found

    def join(self, ways: Sequence[Open], head: str) -> None:
        """Lead ways to a node."""
        for way in ways:
            self.edges.append(Edge(way.tail, head, way.kind, way.label, way.full, way.lane, way.documents))

    def count(self, what: str, step: str) -> int:
        """Return how many documents a step dropped, quarantined, skipped or added; 0 without a run."""
        if self.figures is None:
            return 0
        found: int = getattr(self.figures, what).get(step, 0)
        return found
