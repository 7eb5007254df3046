"""What the tests of a flow can reach, and what they did, as data.

A place of a flow is a `Where`; what can be reached there is told apart by a kind and a key:
`step` ran, `arm` of a branch was taken ("0", "1", ...; of `when` "then" and "else"), `way` at a judgement
was gone ("stays", "goes"), `rule` took a line (its name), `pattern` found something, `error` was met by the
step's own `on error`. `mocked` says that a mock took the place of the step.
"""

from collections.abc import Mapping

from docflow.errors import Span
from docflow.plan.ir import Where
from docflow.value import frozen

__all__ = ["COUNTED", "Coverage", "Item", "Literal", "Mark", "Unit", "Written"]

COUNTED = ("step", "arm", "way", "rule", "pattern")
"""The kinds that are counted, in order; `on error` is only told of, since no test can make an error."""


@frozen
class Mark:
    """Something that a test reached, or may reach."""

    at: Where
    kind: str
    key: str = ""


@frozen
class Unit:
    """Something that tests can reach; `message` says at `span` that none did.

    `within` is what must be reached first: nothing is said of what stands behind what no test reached.
    `item` is the number of the flow or stage.
    """

    mark: Mark
    span: Span
    message: str
    within: Mark | None
    item: int


@frozen
class Item:
    """A flow or a stage of the file; the name is "" for a bare pipeline."""

    word: str
    name: str
    span: Span


@frozen
class Literal:
    """A text or pattern that stands in the arguments of a step."""

    value: str
    span: Span


@frozen
class Written:
    """What stands in a flow file that tests may reach, by what was written alone.

    `literals` are the texts and patterns in the arguments of steps, by the place of the step; `heads` where a
    step is named, `owners` the number of its item.
    """

    items: tuple[Item, ...]
    units: tuple[Unit, ...]
    literals: Mapping[Where, tuple[Literal, ...]]
    heads: Mapping[Where, Span]
    owners: Mapping[Where, int]


@frozen
class Coverage:
    """What the tests of one file can reach, and what of it they reached.

    `plugin_rules` are the rules that components bring themselves: by component, how many took a line and how
    many there are. `uncounted` are sentences about what no one can know.
    """

    file: str
    items: tuple[Item, ...]
    units: tuple[Unit, ...]
    reached: frozenset[Mark]
    tests: int
    plugin_rules: tuple[tuple[str, int, int], ...] = ()
    uncounted: tuple[str, ...] = ()

    def count(self, kind: str) -> tuple[int, int]:
        """Return how many of a kind were reached, and how many there are."""
        marks = {unit.mark for unit in self.units if unit.mark.kind == kind}
        return len(marks & self.reached), len(marks)

    def missing(self) -> tuple[Unit, ...]:
        """Return what no test reached, in order, without what stands behind another such thing."""
        wanted = [unit for unit in self.units if unit.mark.kind in COUNTED]
        dead = self.untested()
        return tuple(
            unit
            for unit in wanted
            if unit.mark not in self.reached
            and (unit.within is None or unit.within in self.reached)
            and unit.item not in dead
        )

    def untested(self) -> tuple[int, ...]:
        """Return the numbers of the flows and stages of which no test runs any step."""
        steps = [unit for unit in self.units if unit.mark.kind == "step"]
        alive = {unit.item for unit in steps if unit.mark in self.reached}
        return tuple(sorted({unit.item for unit in steps} - alive))
