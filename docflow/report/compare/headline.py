"""A comparison as one sentence."""

from collections.abc import Iterator, Sequence

from docflow.plan.comparison import Comparison, Effect, FlowComparison
from docflow.report.compare.phrases import Code, by_group, effect_text, verb_of
from docflow.report.table import count

__all__ = ["headline"]

MOST_GROUPS = 3
"""Kinds of change that a headline tells; of more it tells the first two, and the rest is below."""


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
            f"No result changes: {every} out the same." if seen else f"No result changes: {_nothing(made)}."
        )
    return _listed([_flow_sentence(flow, code, strong, named=named) for flow in differing])


def _nothing(made: Comparison) -> str:
    return "every record was rejected by its reader" if made.documents else "no document was read"


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
    if not flow.compared:
        return " ".join([f"{head}{strong('No document is read by both versions')}.", *_besides(flow)])
    whole = f"{flow.changed:,} of {count(flow.compared, 'document')} change{'s' * (flow.changed == 1)}"
    if flow.only_fields:
        whole += f", {flow.only_fields:,} of them only by fields that came or went"
    told = _told(flow, code)
    sentence = head + strong(whole) + (": " + "; ".join(told) if told else "") + "."
    return " ".join([sentence, *_besides(flow)])


def _told(flow: FlowComparison, code: Code) -> list[str]:
    """Return the first kinds of change, so many that it stays a sentence."""
    groups = by_group(flow)
    if len(groups) <= MOST_GROUPS:
        return [group_text(group, rules, code) for group, rules in groups]
    first = [f"{group.documents:,} {effect_text(group, code)}" for group, _ in groups[: MOST_GROUPS - 1]]
    return [*first, f"and {len(groups) - len(first):,} more kinds of change"]


def _besides(flow: FlowComparison) -> Iterator[str]:
    if flow.only_after:
        verb = "is" if flow.only_after == 1 else "are"
        yield f"{count(flow.only_after, 'document')} {verb} read by the new version only."
    if flow.only_before:
        yield f"{count(flow.only_before, 'document')} {verb_of(flow.only_before)} no longer read."
    if flow.stopped_after and not flow.stopped_before:
        yield "The new version stops before the end."
    elif flow.stopped_before and not flow.stopped_after:
        yield "The old version stopped before the end, the new one does not."


def group_text(group: Effect, rules: Sequence[Effect], code: Code) -> str:
    """Return an effect of a step with its number of documents; where one rule did it all, with the rule."""
    if len(rules) == 1:
        return f"{group.documents:,} {effect_text(rules[0], code)}"
    most = max((rule.documents for rule in rules), default=0)
    first = next((rule for rule in rules if rule.documents == most and rule.rule), None)
    by = f" ({len(rules):,} rules, most by {code(first.rule)})" if first is not None else ""
    return f"{group.documents:,} {effect_text(group, code)}{by}"
