"""A comparison as text for people, in colour on a terminal."""

from collections.abc import Iterator, Sequence

from docflow.io.escape import safe
from docflow.plan.comparison import Comparison, Effect, Example, FlowComparison, RuleChange
from docflow.report.compare.edits import step_text
from docflow.report.compare.headline import headline
from docflow.report.compare.phrases import by_group, effect_text, example_title, shown_line, some_ids
from docflow.report.compare.sums import gate_texts, rules_by_size, totals
from docflow.report.paint import paint
from docflow.report.table import count, table

__all__ = ["render"]

MOST_RULES = 12
WIDTH = 160


def render(made: Comparison, *, color: bool = False) -> str:
    """Return the comparison as text: the sentence, the flow's changes, sums, effects and examples."""
    lines = [paint(_head(made), "bold", color), "", headline(made, _code)]
    lines += [f"note: {safe(note, None)}" for note in made.notes]
    if made.steps:
        lines += [
            "",
            "in the flow",
            *(f"  {_signed(change.change)} {step_text(change, _code)}" for change in made.steps),
        ]
    for flow in made.flows:
        lines += _flow(flow, color, named=len(made.flows) > 1, brief=made.old is None)
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{safe(text, WIDTH)}`"


def _head(made: Comparison) -> str:
    limit = f", {count(made.limit, 'document')} at most" if made.limit else ""
    if made.old is None:
        return f"{safe(made.new.name, None)}, which did not exist before{limit}"
    return f"{safe(made.new.name, None)} against {safe(made.old.name, None)}{limit}"


def _signed(change: str) -> str:
    return {"added": "+", "removed": "-"}.get(change, "~")


def _flow(flow: FlowComparison, color: bool, *, named: bool, brief: bool) -> Iterator[str]:
    if named:
        yield ""
        yield paint(f"flow {safe(flow.name) or '(without a name)'}", "bold", color)
    yield ""
    rows = [(name, old, new, _difference(old, new)) for name, old, new in totals(flow, _code)]
    yield from table(rows, ("", "before", "after", "")) if not brief else table([(r[0], r[2]) for r in rows])
    for version, said in (("the old", flow.stopped_before), ("the new", flow.stopped_after)):
        if said:
            yield f"{version} version stopped: {safe(said, 500)}"
    yield from (paint(text, "yellow", color) for text in gate_texts(flow, _code))
    if flow.only_ids:
        yield f"read by one version only: {', '.join(_code(each) for each in flow.only_ids)}" + (
            " ..." if flow.only_before + flow.only_after > len(flow.only_ids) else ""
        )
    yield from _effects(flow)
    yield from _rules(rules_by_size(flow)) if not brief else ()
    for example in flow.examples:
        yield from _example(example, flow.effects[example.effect], color)


def _difference(old: int, new: int) -> str:
    return f"{new - old:+,}" if new != old else ""


def _effects(flow: FlowComparison) -> Iterator[str]:
    if not flow.groups:
        return
    yield ""
    yield "in the results"
    width = max(len(f"{group.documents:,}") for group in flow.groups)
    for group, rules in by_group(flow):
        single = rules[0] if len(rules) == 1 else group
        said = f"{effect_text(single, _code)}{some_ids(single, _code)}"
        yield f"  {group.documents:>{width},} {_subject(group)} {said}"
        if len(rules) > 1:
            yield from _by_rule(rules, width)


def _subject(effect: Effect) -> str:
    return "document " if effect.documents == 1 else "documents"


def _by_rule(rules: list[Effect], width: int) -> Iterator[str]:
    rows = [
        (" " * width, rule.documents, safe(rule.rule) + _fresh(rule), count(rule.lines, "line"), rule.chars)
        for rule in rules[:MOST_RULES]
    ]
    yield from (f"{row} characters" for row in table(rows))
    if len(rules) > MOST_RULES:
        yield f"  {'':{width}}  and {count(len(rules) - MOST_RULES, 'more rule')}"


def _fresh(effect: Effect) -> str:
    return (" (gone)" if effect.old else " (new)") if effect.fresh == "rule" else ""


def _rules(rules: Sequence[RuleChange]) -> Iterator[str]:
    if not rules:
        return
    rows = [
        (
            safe(rule.step),
            safe(rule.rule) or "(the step)",
            rule.chars_before,
            rule.chars_after,
            _difference(rule.chars_before, rule.chars_after),
        )
        for rule in rules[:MOST_RULES]
    ]
    yield ""
    yield "characters removed by step and rule, where they differ"
    yield from table(rows, ("step", "rule", "before", "after", ""))
    if len(rules) > MOST_RULES:
        yield f"  and {count(len(rules) - MOST_RULES, 'more rule')}"


def _example(example: Example, effect: Effect, color: bool) -> Iterator[str]:
    yield ""
    yield paint(safe(example.id), "bold", color) + " " + example_title(example, effect, _code)
    for field in example.fields:
        yield f"  {_code(field.name)}: {_value(field.before)} -> {_value(field.after)}"
    by = ""
    for hunk in example.lines:
        if hunk.skipped:
            yield paint(f"  ... {count(hunk.skipped, 'line')}", "dim", color)
        if hunk.by and hunk.by != by:
            yield paint(f"  @@ {safe(hunk.by)} @@", "dim", color)
            by = hunk.by
        yield "  " + shown_line(hunk.row, "ansi" if color else "plain", WIDTH)
    if example.more:
        yield paint(f"  ... and {count(example.more, 'more changed line')}", "dim", color)
    if example.excerpt:
        yield f"  {safe(example.before)} -> {safe(example.after)}"
        yield paint(f"  {count(example.words, 'word')}: ", "dim", color) + safe(example.excerpt, None)


def _value(text: str | None) -> str:
    return "(not there)" if text is None else safe(text, WIDTH)
