"""Two versions of a flow file over the same inputs: what the edit changes, counted and with examples."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from docflow.engine.compare.effects import Writing, changes_of
from docflow.engine.compare.examples import Maker, Shelf
from docflow.engine.compare.pairs import paired
from docflow.engine.compare.side import Ran, Side, run_side
from docflow.engine.compare.tally import Counter, Tally, in_order
from docflow.engine.halt import Halt, held
from docflow.plan.alignment import Alignment, align
from docflow.plan.comparison import Effect, FlowComparison, RuleChange, SinkChange
from docflow.plan.ir import FlowPlan, SinkStep, Step
from docflow.plan.report import RuleCount
from docflow.plan.walk import every_step
from docflow.value import evolve

__all__ = ["Ask", "compare", "flow_pairs"]

EXAMPLES = 8
NAMED = 4
"""So many documents of each effect are named, however few are shown."""
Ways = tuple[FlowPlan | None, FlowPlan | None]


@frozen
class Ask:
    """What to compare: `inputs` in the place of the flows' own, at most `limit` documents of each flow."""

    inputs: Sequence[str] = ()
    limit: int | None = None
    examples: int = EXAMPLES


@frozen
class _Both:
    """The flows that ran, by name, of each version."""

    old: Mapping[str, Ran]
    new: Mapping[str, Ran]
    sides: tuple[Side | None, Side] = field(repr=False)


@frozen
class _Pair:
    """One flow: its plans, what ran of it, and which step is which; the old version first."""

    ways: Ways
    ran: tuple[Ran | None, Ran | None]
    aligned: Alignment


def flow_pairs(old: Sequence[FlowPlan], new: Sequence[FlowPlan]) -> tuple[Ways, ...]:
    """Pair the flows of two versions by name, and those left over by what they do.

    One that is alone in both is the same, whatever it does.
    """
    if len(old) == len(new) == 1:
        return ((old[0], new[0]),)
    names = {flow.name for flow in new}
    before = {flow.name: flow for flow in old}
    left = [flow for flow in old if flow.name not in names]
    pairs: list[Ways] = []
    for flow in new:
        twin = before.get(flow.name) or _renamed(flow, left)
        if twin in left:
            left.remove(twin)
        pairs.append((twin, flow))
    return (*pairs, *((flow, None) for flow in left))


def _renamed(flow: FlowPlan, left: Sequence[FlowPlan]) -> FlowPlan | None:
    """Return the flow that has most steps in common with one: at least half of those of both."""
    shares = [(_share(align(old, flow)), old) for old in left]
    share, nearest = max(shares, key=lambda each: each[0], default=(0.0, None))
    return nearest if share >= 0.5 else None


def _share(made: Alignment) -> float:
    common = 2 * len(made.pairs)
    return common / max(common + len(made.gone) + len(made.came), 1)


def compare(old: Side | None, new: Side, ask: Ask) -> tuple[FlowComparison, ...]:
    """Run both versions and compare what came of each document.

    Results wait in a temporary folder; memory does not grow with the number of documents.

    Raises RefusedError, PluginError, InputError or RunError where a version cannot start, MachineError,
    Interrupted after Ctrl-C.
    """
    try:
        with held(), tempfile.TemporaryDirectory(prefix="docflow-diff-") as temp:
            folder = Path(temp)
            first = run_side(old, ask.inputs, ask.limit, folder / "old") if old is not None else {}
            second = run_side(new, ask.inputs, ask.limit, folder / "new")
            both = _Both(first, second, (old, new))
            flows = flow_pairs(old.plan.flows if old else (), new.plan.flows)
            return tuple(
                _flow(ways, both, ask, folder / f"{number}.sorted") for number, ways in enumerate(flows)
            )
    except Halt as halt:
        raise halt.error from halt.__cause__


def _flow(ways: Ways, both: _Both, ask: Ask, folder: Path) -> FlowComparison:
    one = both.old.get(ways[0].name) if ways[0] else None
    two = both.new.get(ways[1].name) if ways[1] else None
    here = ways[1] or ways[0]
    pair = _Pair(ways, (one, two), align(*ways))
    tally = Tally(_maker(pair, both), Shelf(max(ask.examples, NAMED)))
    _count(one, two, tally, Writing.of(pair.aligned), folder)
    effects = in_order(tally.counts)
    return FlowComparison(
        here.name if here else "",
        one.report if one else None,
        two.report if two else None,
        compared=tally.compared,
        changed=tally.changed,
        only_fields=tally.only_fields,
        only_before=tally.only[0],
        only_after=tally.only[1],
        only_ids=tuple(tally.only_ids),
        stopped_before=one.stopped if one else "",
        stopped_after=two.stopped if two else "",
        chars_before=tally.chars[0],
        chars_after=tally.chars[1],
        sinks=_sinks(tally, pair),
        rules=_rules(pair),
        groups=tuple(_told(effect, counter, pair) for effect, counter in in_order(tally.groups)),
        effects=tuple(
            evolve(_told(effect, counter, pair), ids=tally.shelf.ids(effect)) for effect, counter in effects
        ),
        examples=tally.shelf.chosen([effect for effect, _ in effects], ask.examples),
    )


def _count(one: Ran | None, two: Ran | None, tally: Tally, names: Writing, folder: Path) -> None:
    old = one.journal.passages() if one else iter(())
    new = two.journal.passages() if two else iter(())
    for left, right in paired(old, new, folder):
        if left is not None:
            tally.written(left, 0)
        if right is not None:
            tally.written(right, 1)
        if left is not None and right is not None:
            tally.add(changes_of(left, right, names))
        elif left is not None and two is not None and not two.stopped:
            tally.alone(left, 0)
        elif right is not None and one is not None and not one.stopped:
            tally.alone(right, 1)


def _maker(pair: _Pair, both: _Both) -> Maker:
    masks = [side.components.mask for side in both.sides if side is not None]

    def mask(text: str) -> str:
        for each in masks:
            text = each(text)
        return text

    one, two = pair.ran
    callables = (one.callables if one else {}, two.callables if two else {})
    return Maker(Writing.of(pair.aligned), (_by_id(pair.ways[0]), _by_id(pair.ways[1])), callables, mask)


def _by_id(flow: FlowPlan | None) -> dict[str, Step]:
    steps = every_step(flow.body) if flow is not None else ()
    return {step.id: step for step in steps if hasattr(step, "id")}


def _told(effect: Effect, counter: Counter, pair: _Pair) -> Effect:
    """Return an effect with its counts, its place, and whether its step or rule is one version's own."""
    here, other = (0, 1) if effect.old else (1, 0)
    step = _by_id(pair.ways[here]).get(effect.step)
    alone = {each.id for each in (pair.aligned.came, pair.aligned.gone)[other]}
    return evolve(
        effect,
        line=step.at.line if step is not None else 0,  # type: ignore[union-attr] # no container has an id
        fresh="step" if effect.step in alone else "rule" if _own_rule(effect, pair, other) else "",
        documents=counter.documents,
        lines=counter.lines,
        chars=counter.chars,
    )


def _own_rule(effect: Effect, pair: _Pair, other: int) -> bool:
    """Return whether the same step of the other version has no such line rule."""
    forward, there = pair.aligned.forward(), pair.ran[other]
    twins = forward if effect.old else {new: old for old, new in forward.items()}
    rules = there.rules.get(twins.get(effect.step, "")) if there is not None else None
    return bool(effect.rule) and rules is not None and effect.rule not in rules


def _sinks(tally: Tally, pair: _Pair) -> tuple[SinkChange, ...]:
    """Count by sink of the new version, then those that only the old one has."""
    names = pair.aligned.named()
    before = {names.get(sink, sink): count for sink, count in tally.sinks[0].items()}
    old, new = (_sink_ids(flow) for flow in pair.ways)
    named = dict.fromkeys((*new, *(names.get(sink, sink) for sink in old)))
    if "" in before or "" in tally.sinks[1]:
        named[""] = None
    return tuple(SinkChange(name, before.get(name, 0), tally.sinks[1].get(name, 0)) for name in named)


def _sink_ids(flow: FlowPlan | None) -> list[str]:
    steps = every_step(flow.body) if flow is not None else ()
    return [step.id for step in steps if isinstance(step, SinkStep)]


def _rules(pair: _Pair) -> tuple[RuleChange, ...]:
    """Return the rules whose counts differ, in the order of the new version."""
    names, (one, two) = pair.aligned.named(), pair.ran
    old = {(names.get(r.step, r.step), r.rule): r for r in (one.report.rules if one else ())}
    new = {(r.step, r.rule): r for r in (two.report.rules if two else ())}
    none = RuleCount("", "", 0, 0, 0, 0)
    found = []
    for key in dict.fromkeys((*new, *old)):
        a, b = old.get(key, none), new.get(key, none)
        if (a.lines, a.chars, a.documents) != (b.lines, b.chars, b.documents):
            found.append(RuleChange(*key, a.lines, b.lines, a.chars, b.chars, a.documents, b.documents))
    return tuple(found)
