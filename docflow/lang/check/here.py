"""Where the checker stands: what a step may see, what its flow has shown, and what a walk gives back."""

from collections.abc import Callable, Mapping

from attrs import define, field

from docflow.errors import Label, Span
from docflow.lang import tree
from docflow.lang.check.fields import AnyField, Fields
from docflow.lang.check.module import Module
from docflow.lang.check.places import PlaceOf
from docflow.lang.findings import Findings
from docflow.lang.typing.matching import look_at
from docflow.lang.typing.scope import Absent, Binding, Scope
from docflow.lang.typing.typed import Typed
from docflow.model import Type
from docflow.plan import ir
from docflow.value import evolve, frozen

__all__ = ["Here", "Tally", "Walker", "Way", "where", "writer_of"]


@frozen
class Way:
    """A stretch of a flow after checking: its steps, the fields after it, and the step that ended it, if any.

    `sink` says that it ended in `to`.
    """

    steps: tuple[ir.Step, ...]
    fields: Fields
    end: Span | None = None
    sink: bool = False


@define(eq=False, repr=False)
class Tally:
    """What one flow has shown so far: ids taken, fields written and by whom, its sinks and what reaches them.

    `foreseen` are the fields that the whole flow writes, known in a second walk only; `waiting` the places
    that need a param which has no value yet, `outside` those of them that are sources and sinks. `read` and
    `written_to` are the paths of its sources and sinks, as far as they are known.
    """

    flow: str
    ids: dict[str, Span] = field(factory=dict)
    repeats: dict[str, int] = field(factory=dict)
    written: dict[str, tuple[str, Span]] = field(factory=dict)
    foreseen: Mapping[str, tuple[str, Span]] = field(factory=dict)
    sinks: dict[str, Fields] = field(factory=dict)
    waiting: list[Span] = field(factory=list)
    outside: list[Span] = field(factory=list)
    read: list[PlaceOf] = field(factory=list)
    written_to: list[PlaceOf] = field(factory=list)
    broken: bool = False

    def note(self, name: str, writer: str, at: Span) -> None:
        """Note that a step writes a field."""
        self.written.setdefault(name, (writer, at))


Walker = Callable[[tuple[tree.Step, ...], Fields, "Here"], Way]


@frozen
class Here:
    """The surroundings of a step.

    `names` are the params, lets and secrets in sight; `prefix` the stages around it, as step ids carry them;
    `on_error` what holds when the step says nothing; `branch` the word of the branch around it, if any
    (`when`, `route`, `tee`); `stages` the stages being expanded; `testing` is set while a test is lowered.
    `walk` walks a block: branches and stages hold steps, and steps may be branches and stages.
    """

    module: Module
    findings: Findings
    tally: Tally
    walk: Walker
    names: Mapping[str, Binding]
    on_error: ir.Outcome
    prefix: str = ""
    branch: str | None = None
    stages: tuple[tuple[Module, str], ...] = ()
    testing: bool = False

    def inside(self, branch: str) -> "Here":
        """Return the surroundings inside a branch."""
        return evolve(self, branch=branch)

    def constants(self) -> Scope:
        """Return what arguments may see: names, functions, no document."""
        return self.module.scope(self.names)

    def scope(self, fields: Fields, at: Span) -> Scope:
        """Return what an expression of a step may see."""
        known = AnyField() if fields.loose else fields.known
        return evolve(
            self.constants(),
            roots=frozenset({"doc"}),
            fields=known,
            absent=self._absent(fields, at),
            open_fields=fields.undeclared,
            by_suffix=fields.by_suffix,
            present=fields.present,
            shared=self.testing or bool(self.stages),
        )

    def seen(self, fields: Fields, at: Span) -> Scope:
        """Return the same for an editor, which shows behind a mistake what is known all the same."""
        scope = self.scope(fields, at)
        return evolve(scope, fields=AnyField(fields.known)) if fields.loose else scope

    def _absent(self, fields: Fields, at: Span) -> Mapping[str, Absent]:
        later = {
            name: Absent(
                "later" if span.start > at.start and span.file == at.file else "elsewhere", writer, span
            )
            for name, (writer, span) in self.tally.foreseen.items()
            if name not in fields.known
        }
        written = self.tally.written
        partial = {
            name: evolve(absent, span=written[name][1]) if name in written else absent
            for name, absent in fields.partial.items()
        }
        return {**later, **partial}

    def name_step(self, text: str, step: tree.Step | None = None) -> str:
        """Return the id of a step: its alias, else the text with a number when it is repeated."""
        taken = self.tally.ids
        if step is not None and step.alias is not None and step.alias_span is not None:
            name = self.prefix + step.alias
            if name in taken:
                self._alias_taken(step.alias, step.alias_span, taken[name])
            else:
                taken[name] = step.alias_span
                return name
        name = base = self.prefix + text
        while name in taken:
            number = self.tally.repeats.get(base, 1) + 1
            self.tally.repeats[base] = number
            name = f"{base}#{number}"
        taken[name] = step.action.span if step else next(iter(taken.values()), _NOWHERE)
        return name

    def _alias_taken(self, alias: str, at: Span, first: Span) -> None:
        self.findings.add(
            "DF0203",
            f"a step of this flow is called `{alias}` already",
            at,
            help="the names after `as` are for reports and tests; give each step its own",
            labels=(Label(first, "the first is here"),),
        )

    def write(self, fields: Fields, name: str, type_: Type, writer: str, at: Span) -> Fields:
        """Return the fields after a step wrote one."""
        self.tally.note(name, writer, at)
        return fields.write(name, type_, writer, at)

    def settle(self, after: Fields, before: Fields) -> Fields:
        """Return the fields after a step, which `on error skip` may have left as they were before it."""
        return after.after_skip(before) if _may_skip(self.on_error) else after

    def look_at_arguments(self, call: tree.Call) -> None:
        """Check the arguments of a call that stands for nothing, so that their names count as used."""
        loose = evolve(self.constants(), roots=frozenset({"doc"}), fields=AnyField())
        for arg in call.args:
            if self._is_component(arg.value):
                continue  # `map(clean.unicode)`: what is wrong is the step around it
            look_at(arg.value, loose, self.findings)

    def _is_component(self, value: tree.Expr) -> bool:
        """Whether `clean.unicode` stands where a value should, and names a component or a stage."""
        if not isinstance(value, tree.Access) or not isinstance(value.of, tree.Name):
            return False
        first, name, plugins = value.of.name, value.name, self.module.plugins
        if first not in (*plugins.known(), *plugins.aliases):
            return False
        self.module.use(first)
        return any(s.name == name for s in plugins.specs(plugins.real((first, name))[0]))

    def need(self, typed: Typed, node: tree.Expr) -> None:
        """Note that the plan cannot be made when an expression waits for the value of a param."""
        if typed.expr is None and not typed.wrong:
            self.tally.waiting.append(node.span)


def _may_skip(outcome: ir.Outcome) -> bool:
    return outcome.action == "skip" or (outcome.then is not None and _may_skip(outcome.then))


_NOWHERE = Span("", 0, 0, 1, 1, 1, 1)


def where(span: Span) -> ir.Where:
    """Return the place of a step, for reports."""
    return ir.Where(span.file, span.line, span.column)


def writer_of(name: str, span: Span) -> str:
    """Return a step as findings name it: "`news.dateline` (line 12)"."""
    return f"`{name}` (line {span.line})"
