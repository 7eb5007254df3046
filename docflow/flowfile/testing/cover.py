"""The coverage of the tests of flow files: what they can reach, what they reached, and findings (DF0605)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, field

from docflow.engine.coverage import Brought, brought, reached
from docflow.engine.steps.record import Recorder
from docflow.errors import Diagnostic, Span
from docflow.flowfile.testing.tests import Ran, Tests
from docflow.lang.allow import allowed
from docflow.lang.syntax.parse import parse
from docflow.lang.testing.reachable import written
from docflow.plan.coverage import Coverage, Mark, Unit, Written
from docflow.plan.ir import Where
from docflow.value import evolve

__all__ = ["Gauge", "findings"]

CODE = "DF0605"
Parts = Mapping[Where, Sequence[Brought]]


@define
class Gauge:
    """Takes in tests as they ran; a step of an include is the step of that file, whoever's test reached it.

    `recorder` is for the runs.
    """

    recorder: Recorder = field(factory=Recorder)
    marks: set[Mark] = field(factory=set)
    tests: dict[str, int] = field(factory=dict)

    def take(self, tests: Tests, ran: Ran) -> None:
        """Take in what a test reached; its run had the recorder."""
        self.tests[tests.file] = self.tests.get(tests.file, 0) + 1
        found = reached(ran.case, self.recorder.take(), tests.components)
        self.marks |= {_everywhere(mark) for mark in found}

    def coverage(self, tests: Tests) -> Coverage:
        """Return what the tests taken in reached of one file."""
        program = parse(tests.flow.text, tests.file).program
        found = written(program)
        flows = (*tests.outline, *(case.flow for case in tests.cases))
        parts = brought(flows, tests.flow.catalog)
        units = (
            *found.units,
            *(unit for at in found.heads for unit in _brings(at, parts.get(at, ()), found)),
        )
        ordered = tuple(sorted(units, key=lambda unit: (unit.span.start, unit.mark.kind != "step")))
        known = (
            {unit.mark for unit in ordered}
            | {Mark(at, "mocked") for at in found.heads}
            | {Mark(at, "rule", name) for at, all_ in parts.items() for each in all_ for name in each.plugin}
        )
        marks = frozenset(mark for mark in known if _everywhere(mark) in self.marks)
        mine = {at: parts[at] for at in found.heads if at in parts}
        return Coverage(
            tests.file, found.items, ordered, marks, self.tests.get(tests.file, 0),
            tuple(_of_plugins(mine, marks)), tuple(_unknown(mine)),
        )  # fmt: skip


def _everywhere(mark: Mark) -> Mark:
    """The mark with the file as it is known whichever way led to it."""
    return evolve(mark, at=evolve(mark.at, file=str(Path(mark.at.file).resolve())))


def _brings(at: Where, parts: Sequence[Brought], found: Written) -> Iterator[Unit]:
    """Yield what can be reached at a component: both ways of a filter, its own rules, its pattern."""
    step, head, item = Mark(at, "step"), found.heads[at], found.owners[at]
    places = {literal.value: literal.span for literal in reversed(found.literals.get(at, ()))}
    if any(part.kind == "filter" for part in parts):
        for key, said in (("goes", "drops"), ("stays", "keeps")):
            message = f"no test has a document that this filter {said}"
            yield Unit(Mark(at, "way", key), head, message, step, item)
    for name, wanted in dict(rule for part in parts for rule in part.own).items():
        message = f"no test has a line that the rule `{name}` finds"
        yield Unit(Mark(at, "rule", name), places.get(wanted, head), message, step, item)
    patterns = {part.pattern for part in parts if part.pattern is not None}
    if len(patterns) == 1:
        message = "no test has a text in which this pattern finds something"
        yield Unit(Mark(at, "pattern"), places.get(patterns.pop(), head), message, step, item)


def _of_plugins(parts: Parts, marks: Iterable[Mark]) -> Iterator[tuple[str, int, int]]:
    hit = {(mark.at, mark.key) for mark in marks if mark.kind == "rule"}
    rules: dict[str, dict[str, bool]] = {}
    for at, each in parts.items():
        for part in each:
            mine = rules.setdefault(part.component, {})
            for name in part.plugin:
                mine[name] = mine.get(name, False) or (at, name) in hit
    for component, found in rules.items():
        if found:
            yield component, sum(found.values()), len(found)


def _unknown(parts: Parts) -> Iterator[str]:
    for at, each in parts.items():
        most = max((part.unknown for part in each), default=0)
        if most:
            what = "phrases and patterns" if most > 1 else "phrase or pattern"
            said = f"{most} {what} of `{each[0].component}`, which does not tell which of them it found"
            yield f"line {at.line}: {said}"


def findings(coverage: Coverage, tests: Tests, told: Collection[Span] = ()) -> tuple[Diagnostic, ...]:
    """Return what no test reached as findings (DF0605), without those that comments in the flow allow.

    Nothing is said of a flow or stage whose name was `told` of: one that nothing uses needs no test.
    """
    dead = [number for number in coverage.untested() if coverage.items[number].span not in told]
    found = [_untested(coverage, number, tests) for number in dead]
    found += [_missing(unit, coverage) for unit in coverage.missing()]
    source = {tests.file: tests.flow.text}
    kept = allowed(sorted(found, key=lambda each: each.span.start), source, tests.file)
    return tuple(each for each in kept if each.code == CODE)


def _missing(unit: Unit, coverage: Coverage) -> Diagnostic:
    mocked = unit.mark.kind == "step" and evolve(unit.mark, kind="mocked") in coverage.reached
    message = "in the tests only a mock takes the place of this step" if mocked else unit.message
    return Diagnostic(CODE, message, unit.span, severity="warning")


def _untested(coverage: Coverage, number: int, tests: Tests) -> Diagnostic:
    item = coverage.items[number]
    if not item.name:
        message = "no test can run this pipeline, as it has no name"
        help_ = "give it one, `flow NAME { from ... }`, and write a test of it"
    else:
        message = f"no test runs the {item.word} `{item.name}`"
        help_ = f'write one: `test "..." of {item.name} {{ given "..." then ... }}`'
        if item.word == "flow":
            help_ += f", or let `docflow test {tests.file} --record DOCUMENT` write it"
    return Diagnostic(CODE, message, item.span, help_, severity="warning")
