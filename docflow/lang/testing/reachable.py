"""What tests may reach in a flow file, as written: steps, arms, ways at judgements, `on error`."""

from collections.abc import Iterator

from attrs import define, field

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.here import where
from docflow.lang.check.includes import alias_of
from docflow.plan.coverage import Item, Literal, Mark, Unit, Written
from docflow.plan.ir import Where

__all__ = ["written"]


def written(program: tree.Program) -> Written:
    """Return what tests may reach in a file; its includes have tests of their own."""
    found = _Found(_called(program))
    for item in program.items:
        if isinstance(item, tree.Stage):
            found.item("stage", item.name, item.name_span, item.body.steps)
        elif isinstance(item, tree.Flow) and item.pipeline is not None:
            found.item("flow", item.name, item.name_span, item.pipeline.steps)
        elif isinstance(item, tree.Pipeline):
            found.item("flow", "", item.source.span, item.steps)
    return Written(tuple(found.items), tuple(found.units), found.literals, found.heads, found.owners)


def _called(program: tree.Program) -> frozenset[str]:
    """Names after which a call means a stage: those of this file, and the includes."""
    stages = {item.name for item in program.items if isinstance(item, tree.Stage)}
    includes = {alias_of(item) or "" for item in program.items if isinstance(item, tree.Include)}
    return frozenset(stages | {f"{name}." for name in includes if name})


@define
class _Found:
    stages: frozenset[str]
    items: list[Item] = field(factory=list)
    units: list[Unit] = field(factory=list)
    literals: dict[Where, tuple[Literal, ...]] = field(factory=dict)
    heads: dict[Where, Span] = field(factory=dict)
    owners: dict[Where, int] = field(factory=dict)

    def item(self, word: str, name: str, span: Span, steps: tuple[tree.Step, ...]) -> None:
        """Take in a flow or a stage."""
        self.items.append(Item(word, name, span))
        self._steps(steps, None)

    def _steps(self, steps: tuple[tree.Step, ...], within: Mark | None) -> None:
        for step in steps:
            self._step(step, within)

    def _step(self, step: tree.Step, within: Mark | None) -> None:
        action, at = step.action, where(step.action.span)
        if isinstance(action, tree.Broken) or self._no_step(action):
            return
        self.heads[at], self.owners[at] = _head(action), len(self.items) - 1
        mark = Mark(at, "step")
        self._add(mark, self.heads[at], "no test runs this step", within)
        if step.on_error is not None:
            self._add(Mark(at, "error"), step.on_error.span, "no test meets this `on error`", mark)
        if isinstance(action, tree.Call):
            self.literals[at] = tuple(_literals(action))
        elif isinstance(action, tree.When):
            self._when(action, mark)
        elif isinstance(action, tree.Route):
            self._route(action, mark)
        elif isinstance(action, tree.Tee):
            for block in action.branches:
                self._steps(block.steps, mark)
        elif isinstance(action, tree.Expect) and _lets_a_test_pass(action):
            self._ways(mark, action.condition.span, "that this turns away", "that passes this")
        elif isinstance(action, tree.Drop):
            self._ways(mark, action.condition.span, "that is dropped here", "that stays here")

    def _no_step(self, action: tree.Action) -> bool:
        """Whether it is the call of a stage, whose steps are counted where they stand, or `keep`."""
        if not isinstance(action, tree.Call):
            return False
        names = action.path.names
        stage = action.path.text in self.stages or (len(names) == 2 and f"{names[0]}." in self.stages)
        return stage or action.path.text == "keep"

    def _ways(self, mark: Mark, span: Span, goes: str, stays: str) -> None:
        self._add(Mark(mark.at, "way", "goes"), span, f"no test has a document {goes}", mark)
        self._add(Mark(mark.at, "way", "stays"), span, f"no test has a document {stays}", mark)

    def _when(self, action: tree.When, mark: Mark) -> None:
        then, other = Mark(mark.at, "arm", "then"), Mark(mark.at, "arm", "else")
        span = action.condition.span
        self._add(then, span, "no test has a document for which this holds", mark)
        self._add(other, span, "no test has a document for which this does not hold", mark)
        self._steps(action.then.steps, then)
        if action.otherwise is not None:
            self._steps(action.otherwise.steps, other)

    def _route(self, action: tree.Route, mark: Mark) -> None:
        for number, arm in enumerate(action.arms):
            here = Mark(mark.at, "arm", str(number))
            span = arm.condition.span if arm.condition is not None else _first(arm.span, len("else"))
            self._add(here, span, "no test takes this arm", mark)
            if isinstance(arm.target, tree.Block):
                self._steps(arm.target.steps, here)
            else:
                self._step(tree.Step(arm.target.span, arm.target), here)

    def _add(self, mark: Mark, span: Span, message: str, within: Mark | None) -> None:
        self.units.append(Unit(mark, span, message, within, len(self.items) - 1))


def _lets_a_test_pass(action: tree.Expect) -> bool:
    """Whether a document of a test may fail an `expect`: where that stops the run, it fails the test."""
    return action.otherwise is not None and action.otherwise.first.path.text != "fail"


def _head(action: tree.Action) -> Span:
    """The words by which a step is known."""
    if isinstance(action, tree.Call):
        return action.path.span
    if isinstance(action, tree.Sink):
        return action.span.to(action.call.path.span)
    if isinstance(action, tree.Set):
        return action.span.to(action.target.span)
    if isinstance(action, tree.Route):
        return action.head
    return _first(action.span, len(type(action).__name__))


def _first(span: Span, length: int) -> Span:
    return Span(
        span.file, span.start, span.start + length, span.line, span.column, span.line, span.column + length
    )


def _literals(call: tree.Call) -> Iterator[Literal]:
    for arg in call.args:
        yield from _in(arg.value)


def _in(node: tree.Expr) -> Iterator[Literal]:
    if isinstance(node, tree.Text):
        yield Literal(node.value, node.span)
    elif isinstance(node, tree.Tagged):
        yield Literal(node.body, node.span)
    elif isinstance(node, tree.ListExpr):
        for item in node.items:
            yield from _in(item)
    elif isinstance(node, tree.MapExpr):
        for pair in node.pairs:
            yield from _in(pair.value)
