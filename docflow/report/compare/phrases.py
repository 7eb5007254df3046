"""What an edit changes, in words; each renderer says how a name is set off (`code`)."""

from collections.abc import Callable, Iterator, Sequence

from docflow.plan.comparison import Comparison, Detail, Effect, Example, FlowComparison, StepChange
from docflow.plan.report import GateResult
from docflow.report.table import count
from docflow.report.words import Style, line
from docflow.textdiff import Row, Run

__all__ = [
    "Code",
    "Total",
    "by_group",
    "detail_text",
    "effect_text",
    "example_title",
    "gate_texts",
    "headline",
    "shown_line",
    "some_ids",
    "step_text",
    "totals",
]

Code = Callable[[str], str]
MOST_GROUPS = 4
MOST_ITEMS = 8
MOST_IDS = 4
BESIDE = 72
ENDED = {"dropped": "dropped", "quarantined": "quarantined", "failed": "stopped"}


# ------------------------------------------------------------------------------------------ the headline


def headline(made: Comparison, code: Code, strong: Code = str) -> str:
    """Return the whole comparison as one sentence, or a list with one for each flow that differs."""
    if made.same:
        return "The edit changes nothing that runs: both versions give the same plan."
    named = len(made.flows) > 1
    differing = [flow for flow in made.flows if flow.differs]
    if made.old is None:
        return _listed([_new(flow, code, named=named) for flow in made.flows])
    if not differing:
        seen = sum(flow.compared for flow in made.flows)
        every = f"all {seen:,} documents come" if seen != 1 else "the one document comes"
        return (
            f"No result changes: {every} out the same."
            if seen
            else "No result changes: no document was read."
        )
    return _listed([_flow_sentence(flow, code, strong, named=named) for flow in differing])


def _listed(sentences: list[str]) -> str:
    return sentences[0] if len(sentences) == 1 else "\n".join(f"- {each}" for each in sentences)


def _new(flow: FlowComparison, code: Code, *, named: bool) -> str:
    sums = flow.after.sums if flow.after else None
    name = f" {code(flow.name)}" if named and flow.name else ""
    if sums is None:
        return f"The flow{name} is new; it was not run."
    gone = [f"drops {sums.dropped:,}"] * bool(sums.dropped)
    gone += [f"quarantines {sums.quarantined:,}"] * bool(sums.quarantined)
    rest = f" and {' and '.join(gone)}" if gone else ""
    return f"The flow{name} is new: of {count(sums.seen, 'document')} it writes {sums.written:,}{rest}."


def _flow_sentence(flow: FlowComparison, code: Code, strong: Code, *, named: bool) -> str:
    head = f"Flow {code(flow.name or '(without a name)')}: " if named else ""
    if flow.before is None and flow.after is None:
        return f"{head}not run, since an earlier flow stopped."
    if flow.before is None:
        return head + _new(flow, code, named=False)
    if flow.after is None:
        return f"{head}it is gone; it wrote {count(flow.before.sums.written, 'document')}."
    whole = f"{flow.changed:,} of {count(flow.compared, 'document')} change{'s' * (flow.changed == 1)}"
    told = [group_text(*pair, code) for pair in by_group(flow)[:MOST_GROUPS]]
    more = len(flow.groups) - len(told)
    if more > 0:
        told.append(f"and {count(more, 'more kind')} of change")
    if flow.only_fields:
        whole += f", {flow.only_fields:,} of them only by fields that came or went"
    sentence = head + strong(whole) + (": " + ", ".join(told) if told else "") + "."
    return " ".join([sentence, *_besides(flow)])


def _besides(flow: FlowComparison) -> Iterator[str]:
    if flow.only_after:
        verb = "is" if flow.only_after == 1 else "are"
        yield f"{count(flow.only_after, 'document')} {verb} read by the new version only."
    if flow.only_before:
        yield f"{count(flow.only_before, 'document')} {_is(flow.only_before)} no longer read."
    if flow.stopped_after and not flow.stopped_before:
        yield "The new version stops before the end."
    elif flow.stopped_before and not flow.stopped_after:
        yield "The old version stopped before the end, the new one does not."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def group_text(group: Effect, rules: Sequence[Effect], code: Code) -> str:
    """Return an effect of a step with its number of documents; where one rule did it all, with the rule."""
    if len(rules) == 1:
        return f"{group.documents:,} {effect_text(rules[0], code)}"
    most = max((rule.documents for rule in rules), default=0)
    first = next((rule for rule in rules if rule.documents == most and rule.rule), None)
    by = f" ({len(rules):,} rules, most by {code(first.rule)})" if first is not None else ""
    return f"{group.documents:,} {effect_text(group, code)}{by}"


def _grouped(effect: Effect) -> tuple[object, ...]:
    return effect.kind, effect.old, effect.step, effect.detail, effect.was


def by_group(flow: FlowComparison) -> list[tuple[Effect, list[Effect]]]:
    """Return the effects of steps, each with those of its rules."""
    rules: dict[tuple[object, ...], list[Effect]] = {}
    for each in flow.effects:
        rules.setdefault(_grouped(each), []).append(each)
    return [(group, rules.get(_grouped(group), [])) for group in flow.groups]


# ------------------------------------------------------------------------------------------ effects


def effect_text(effect: Effect, code: Code) -> str:
    """Return what an effect does to its documents, as a predicate."""
    one = effect.documents == 1
    verb = _is(effect.documents)
    step, why = _step(effect, code), f": {code(effect.detail)}" if effect.detail else ""
    if effect.kind in ENDED:
        return f"{verb} newly {ENDED[effect.kind]} by {step}{why}"
    if effect.kind == "kept":
        return f"{verb} newly kept; {step} ended {'it' if one else 'them'} before{why}"
    if effect.kind == "moved" and effect.detail == "sink":
        return f"{'goes' if one else 'go'} to {code(effect.step)} instead of {code(effect.was or 'the end')}"
    if effect.kind == "moved":
        return (
            f"{verb} {effect.detail} instead of {effect.was}"
            if " by " in effect.was
            else (f"{'ends' if one else 'end'} in {step} for another reason{why}")
        )
    if effect.kind == "lines gone":
        return f"{'loses' if one else 'lose'} {count(effect.lines, 'line')} to {step}"
    if effect.kind == "lines back":
        return f"{'keeps' if one else 'keep'} {count(effect.lines, 'line')} that {step} took before"
    return _rest(effect, step, code)


def _rest(effect: Effect, step: str, code: Code) -> str:
    one = effect.documents == 1
    if effect.kind == "text" and not effect.step:
        return f"{'comes' if one else 'come'} to this flow with another text"
    if effect.kind == "text":
        by = f" by {step}" if effect.step else ""
        where = " (empty lines only)" if effect.detail == "empty lines" else ""
        how = "no longer changed" if effect.old else "changed"
        return f"{'has its' if one else 'have their'} text {how}{by}{where}"
    if effect.kind in ("field new", "field gone"):
        verb = ("gains" if one else "gain") if effect.kind == "field new" else ("loses" if one else "lose")
        by = f" (written by {step})" if effect.step else ""
        return f"{verb} the field {code(effect.detail)}{by}"
    if effect.kind == "field":
        by = f" (written by {step})" if effect.step else ""
        return f"{'has' if one else 'have'} another {code(effect.detail)}{by}"
    if effect.kind == "id":
        return f"{'has' if one else 'have'} another id"
    what = "piece" if effect.detail == "piece" else "copy"
    fewer = "fewer" if effect.old else "more"
    plural = "pieces" if what == "piece" else "copies"
    return f"{'gives' if one else 'give'} {fewer} {plural}" + (
        f" ({code(effect.step)})" if effect.step else ""
    )


def some_ids(effect: Effect, code: Code) -> str:
    """Return ids of an effect that ends or keeps documents, since people look at those; "" for others."""
    if effect.kind not in (*ENDED, "kept", "moved") or not effect.ids:
        return ""
    more = " ..." if effect.documents > MOST_IDS else ""
    return f" ({', '.join(code(each) for each in effect.ids[:MOST_IDS])}{more})"


def shown_line(row: Row, style: Style, limit: int) -> str:
    """Return a line of an example; of one that did not change only its start."""
    if row.kind == "same" and len(row.text) > BESIDE:
        row = Row("same", (Run("same", f"{row.text[:BESIDE]}…"),), row.before, row.after)
    return line(row, style, limit=limit)


def _step(effect: Effect, code: Code) -> str:
    """Name a step: with its rule, or else with its line, and whether only one version has it."""
    name = code(effect.step) if effect.step else "(no step)"
    facts = [f"line {effect.line}"] if effect.line and not effect.rule else []
    if effect.rule:
        name = f"{name} {code(effect.rule)}"
    if effect.fresh:
        facts.append(f"{effect.fresh} that is gone" if effect.old else f"new {effect.fresh}")
    return f"{name} ({', '.join(facts)})" if facts else name


def example_title(example: Example, effect: Effect, code: Code) -> str:
    """Return what an example shows, as a predicate of one document."""
    single = Effect(**{**vars(effect), "documents": 1, "line": 0, "fresh": ""})
    if effect.kind in ("lines gone", "lines back"):
        verb = "loses lines to" if effect.kind == "lines gone" else "keeps lines that"
        return f"{verb} {_step(single, code)}{' took before' * (effect.kind == 'lines back')}"
    said = effect_text(single, code)
    seen = ", ".join(f"{code(name)} is {code(value)}" for name, value in example.values)
    return f"{said} ({seen})" if seen else said


# ------------------------------------------------------------------------------------------ the flow itself


def step_text(change: StepChange, code: Code) -> str:
    """Return a change of the flow: added, removed, changed, moved or renamed, and what of it."""
    what = "" if change.what in ("step", "sink") else f"{change.what} "
    if change.what == "flow" and change.change in ("added", "removed"):
        return f"{change.change} flow {code(change.step or '(without a name)')}{_place(change)}"
    if change.change == "added":
        return f"added {what}{code(change.after)}{_place(change)}"
    if change.change == "removed":
        return f"removed {what}{code(change.before)}{_place(change)}"
    if change.change == "renamed":
        return f"renamed {what}{code(change.before)} to {code(change.after)}{_place(change)}"
    if change.change == "moved":
        return f"moved {what}{code(change.after)}{_place(change)}"
    if change.details:
        said = "; ".join(detail_text(detail, code) for detail in change.details)
        return f"changed {what}{code(change.step)}{_place(change)}: {said}"
    return f"changed {what}{code(change.before)} to {code(change.after)}{_place(change)}"


def _place(change: StepChange) -> str:
    one, two = change.line_before, change.line_after
    if one and two and one != two:
        return f" (line {two}, was {one})"
    return f" (line {two or one})" if one or two else ""


def detail_text(detail: Detail, code: Code) -> str:
    """Return a change of an option: items of a list that came and went, or the old and the new value."""
    name = code(detail.name)
    if detail.gone or detail.came:
        parts = [f"gains {_items(detail.came, code)}"] * bool(detail.came)
        parts += [f"loses {_items(detail.gone, code)}"] * bool(detail.gone)
        return f"{name} {' and '.join(parts)}"
    if not detail.before:
        return f"{name} is now {code(detail.after)}"
    if not detail.after:
        return f"{name} is no longer {code(detail.before)}"
    if sorted(detail.before) == sorted(detail.after) and ", " in detail.before:
        return f"{name} has another order"
    return f"{name} is {code(detail.after)}, was {code(detail.before)}"


def _items(items: Sequence[str], code: Code) -> str:
    shown = [code(item) for item in items[:MOST_ITEMS]]
    more = len(items) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


# ------------------------------------------------------------------------------------------ sums


Total = tuple[str, int, int]


def totals(flow: FlowComparison, code: Code) -> list[Total]:
    """Return the sums of a flow: what is counted, before and after; lines that are 0 twice are left out."""
    one, two = flow.before, flow.after

    def both(name: str) -> tuple[int, int]:
        return (getattr(one.sums, name) if one else 0, getattr(two.sums, name) if two else 0)

    rows = [("documents read", *both("seen")), ("added by splitting", *both("added"))]
    for sink in flow.sinks:
        name = f"written to {code(sink.sink)}" if sink.sink else "let through to the end"
        rows.append((name, sink.before, sink.after))
    rows += [("dropped", *both("dropped")), ("quarantined", *both("quarantined"))]
    rows.append(("errors", one.errors if one else 0, two.errors if two else 0))
    rows.append(("characters written", flow.chars_before, flow.chars_after))
    return [row for row in rows if row[1] or row[2]]


def gate_texts(flow: FlowComparison, code: Code) -> list[str]:
    """Return the gates that one version passes and the other does not."""
    one = {gate.text: gate for gate in (flow.before.gates if flow.before else ())}
    found = []
    for gate in flow.after.gates if flow.after else ():
        was = one.get(gate.text)
        if gate.passed == (was.passed if was else True):
            continue
        found.append(_gate(gate, code))
    return found


def _gate(gate: GateResult, code: Code) -> str:
    name = f"the gate {code('expect ' + gate.text)} (line {gate.line})"
    if gate.passed:
        return f"{name} passes now"
    return f"{name} {'fails' if gate.action == 'fail' else 'warns'} now: {code(gate.message)}"
