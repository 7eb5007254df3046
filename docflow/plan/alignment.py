"""Which step of one version of a flow is which of the other: by what it does, by its id, by its component.

An edit that only renames, moves or inserts steps leaves most of them alone; so what does the same, in the
same order, is found first, and ids (which shift when a step is inserted) are asked for the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from attrs import define, field

from docflow.plan.ir import FlowPlan, RouteStep, Step
from docflow.plan.signature import kind_of, signature
from docflow.plan.walk import bodies, flatten

__all__ = ["Alignment", "Placed", "align", "placed"]


@define(eq=False)
class Placed:
    """A step, what it does, and where it stands: the step around it and which of its blocks."""

    step: Step
    does: str
    around: "Placed | None"
    block: str

    @property
    def id(self) -> str:
        """The id of the step."""
        return str(self.step.id)  # type: ignore[union-attr] # containers of the optimiser are taken apart


@define
class Alignment:
    """Pairs of steps, in the order of the new version; `gone` and `came` have no counterpart.

    `moved` are the pairs (by number) whose order or place changed.
    """

    pairs: list[tuple[Placed, Placed]] = field(factory=list)
    gone: list[Placed] = field(factory=list)
    came: list[Placed] = field(factory=list)
    moved: set[int] = field(factory=set)

    def forward(self) -> dict[str, str]:
        """Return the ids of the new version by those of the old."""
        return {one.id: two.id for one, two in self.pairs}

    def named(self) -> dict[str, str]:
        """Return what to call the steps of the old version: their new ids, if they have one.

        An id that another step has now is said to be of one that is gone: `jsonl (removed)`.
        """
        taken = {*self.forward().values(), *(each.id for each in self.came)}
        gone = {each.id: f"{each.id} (removed)" if each.id in taken else each.id for each in self.gone}
        return {**gone, **self.forward()}


def placed(flow: FlowPlan | None) -> list[Placed]:
    """Return the steps of a flow in the order in which they are written, those inside others after them."""
    return list(_placed(flatten(flow.body), None, "")) if flow is not None else []


def _placed(steps: Sequence[Step], around: Placed | None, block: str) -> Iterator[Placed]:
    for step in steps:
        here = Placed(step, signature(step), around, block)
        yield here
        for number, body in enumerate(bodies(step)):
            yield from _placed(body, here, _block(step, number))


def _block(step: Step, number: int) -> str:
    """Name a block by what leads into it, so that an arm that is put before others changes no other."""
    if isinstance(step, RouteStep):
        return repr(step.arms[number].condition)
    return str(number)


def align(old: FlowPlan | None, new: FlowPlan | None) -> Alignment:
    """Pair the steps of two versions of a flow."""
    one, two = placed(old), placed(new)
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, [each.does for each in one], [each.does for each in two], autojunk=False)
    for block in matcher.get_matching_blocks():
        found |= {block.a + n: block.b + n for n in range(block.size)}
    for same in (_same_id, _same_work, _same_kind):
        _pair(one, two, found, same)
    return _made(one, two, found)


def _same_id(one: Placed, two: Placed) -> bool:
    return one.id == two.id and kind_of(one.step) == kind_of(two.step)


def _same_work(one: Placed, two: Placed) -> bool:
    return one.does == two.does


def _same_kind(one: Placed, two: Placed) -> bool:
    return kind_of(one.step) == kind_of(two.step) and one.block == two.block


def _pair(
    one: list[Placed], two: list[Placed], found: dict[int, int], same: Callable[[Placed, Placed], bool]
) -> None:
    """Pair what is still alone, first come, first served."""
    free = [n for n in range(len(two)) if n not in set(found.values())]
    for number, step in enumerate(one):
        if number in found:
            continue
        for other in free:
            if same(step, two[other]):
                found[number] = other
                free.remove(other)
                break


def _made(one: list[Placed], two: list[Placed], found: dict[int, int]) -> Alignment:
    back = {other: number for number, other in found.items()}
    made = Alignment()
    rising = _rising([back[n] for n in sorted(back)])
    twins = {id(one[a]): id(two[b]) for a, b in found.items()}
    for n in sorted(back):
        old, new = one[back[n]], two[n]
        if back[n] not in rising or _place(old, twins) != _place(new, {}):
            made.moved.add(len(made.pairs))
        made.pairs.append((old, new))
    made.gone = [step for n, step in enumerate(one) if n not in found]
    made.came = [step for n, step in enumerate(two) if n not in back]
    return made


def _place(step: Placed, twins: dict[int, int]) -> tuple[int, str]:
    around = id(step.around) if step.around is not None else 0
    return twins.get(around, around), step.block


def _rising(numbers: list[int]) -> set[int]:
    """Return a longest rising subsequence: what kept its order."""
    best: list[list[int]] = []
    for number in numbers:
        fitting = [run for run in best if run[-1] < number]
        best.append([*_longest(fitting), number])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
