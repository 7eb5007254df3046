"""What is said about a trace in words: shared by the text and the page."""

from collections.abc import Iterator, Sequence

from docflow.io.escape import safe
from docflow.plan.decide import Clause, Decision
from docflow.plan.phrase import value_text
from docflow.plan.trace import End, Event, FieldChange, Rejection, TracedFlow, TracedStep, Tried
from docflow.report.table import count
from docflow.report.trace.lines import Line, White

__all__ = ["fields", "place", "reasons", "rejected", "said_end", "summary", "values", "whitespace"]

MATCH = "the match"
LONG = 60
_ENDED = ("dropped", "quarantined", "failed")


def place(file: str, at_file: str, line: int) -> str:
    """Return a place in a flow: the line, with the file where it is another one than the trace's."""
    return str(line) if at_file in (file, "") else f"{at_file}:{line}"


def summary(step: TracedStep, lines: Sequence[Line]) -> str:
    """Return in a few words what a step did."""
    said = [_ended(step)] if step.verdict in _ENDED else []
    if step.verdict == "split":
        said.append(f"split into {count(len(step.pieces), 'document')}")
    elif step.pieces:
        said.append(f"goes on as {count(len(step.pieces), 'document')}")
    said += _text_change(step, lines)
    if step.fields:
        said.append(f"{count(len(step.fields), 'field')} written")
    if step.renamed:
        said.append(f'id "{safe(step.renamed[0])}" -> "{safe(step.renamed[1])}"')
    said += [_event(event) for event in step.events if event.action not in ("drop", "quarantine", "fail")]
    return ", ".join(said) or _quiet(step)


def _quiet(step: TracedStep) -> str:
    if step.verdict == "held":
        return "kept" if step.kind != "expect" else "holds"
    if step.verdict == "written":
        return "written (a copy)" if step.copy else "written"
    if step.verdict != "branched":
        return step.verdict
    if step.kind == "tee":
        return "a copy goes aside"
    return "" if any(each.taken for each in step.tried) else "goes past"


def _ended(step: TracedStep) -> str:
    event = next(each for each in reversed(step.events) if each.action in ("drop", "quarantine", "fail"))
    tries = sum(event.action == "retry" for event in step.events)
    after = f" after {count(tries + 1, 'attempt')}" if tries else ""
    why = event.message if event.error or event.action == "fail" else event.reason
    said = "" if why in [tried.words for tried in step.tried] else f": {safe(why, 300)}"
    return f"{step.verdict.upper()}{after}{said}"


def _event(event: Event) -> str:
    said = safe(event.message or event.reason, 300)
    if event.action == "retry":
        return f"failed and was tried again: {said}"
    return f"{'skipped' if event.action == 'skip' else event.action}: {said}"


def _text_change(step: TracedStep, lines: Sequence[Line]) -> list[str]:
    if not step.runs:
        return []
    kinds = [line.kind for line in lines]
    said = [
        f"{count(number, 'line')} {word}"
        for word, number in (
            ("removed", kinds.count("gone")),
            ("added", kinds.count("new")),
            ("changed", kinds.count("changed")),
        )
        if number
    ]
    numbers = [f"-{step.gone:,}" if step.gone else "", f"+{step.new:,}" if step.new else ""]
    noun = "character" if step.gone + step.new == 1 else "characters"
    changed = " ".join(filter(None, numbers))
    return [f"{changed} {noun}" if step.pieces else f"{', '.join(said)} ({changed} {noun})"]


def whitespace(found: White) -> str:
    """Return how much changed in white space only, "" for nothing."""
    said = [
        f"{count(number, what)} {verb}"
        for number, what, verb in (
            (found.gone, "blank line", "removed"),
            (found.new, "blank line", "added"),
            (found.changed, "line", "changed in white space only"),
        )
        if number
    ]
    return ", ".join(said)


def fields(changes: Sequence[FieldChange]) -> Iterator[tuple[str, str]]:
    """Yield each field with what is said of it; those that hold nothing together, with an empty name."""
    empty = [change.name for change in changes if change.fresh and change.after in (None, [], {}, "")]
    for change in changes:
        after = "(removed)" if change.gone else _value(change.after)
        if change.fresh and change.name not in empty:
            yield safe(change.name), after
        elif not change.fresh:
            yield safe(change.name), f"{_value(change.before)} -> {after}"
    if empty:
        yield "", f"null or empty: {', '.join(map(safe, empty))}"


def _value(value: object) -> str:
    return safe(value_text(value), 2000)


def reasons(tried: Tried) -> list[str]:
    """Return why a condition held or not: a line for each part that decided."""
    decision = tried.decision
    if decision is None:
        return []
    return [_because(clause, decision, tried.words) for clause in decision.clauses]


def _because(clause: Clause, decision: Decision, words: str) -> str:
    looked = ", ".join(values(clause))
    verdict = {True: "true", False: "false", None: "cannot be computed"}[clause.holds]
    whole = clause.text == decision.text and words.removeprefix("when ") == decision.text
    said = verdict if whole else f"{safe(clause.text, None)} is {verdict}"
    return f"{said}: {looked}" if looked else said


def values(clause: Clause) -> list[str]:
    """Return the values that a part of a condition looked at; a long text is left out beside its match."""
    matched = any(name == MATCH for name, _ in clause.values)
    return [
        f"{safe(name, None)} = {_value(value)}"
        for name, value in clause.values
        if not (matched and isinstance(value, str) and len(value) > LONG)
    ]


def said_end(end: End, flow: TracedFlow, file: str) -> str:
    """Return how the way of a document ended, in one sentence."""
    who = (
        "a copy"
        if end.copy
        else f"document {safe(end.document.id)}"
        if len(flow.ends) > 1
        else "the document"
    )
    size = count(len(end.document.text), "character")
    if end.action == "passed":
        return f"{who} came to the end of the flow with {size}"
    at = f"{end.step} (line {place(file, end.at.file, end.at.line)})"
    why = f": {safe(end.reason, 300)}" if end.reason else ""
    return f"{who} was {end.action} by {at}{why}" + (f" with {size}" if end.action == "written" else "")


def rejected(found: Rejection) -> list[str]:
    """Return what is known of a place in an input that never became a document."""
    at = [f"line {found.line}"] if found.line is not None else []
    at += [f"byte {found.offset:,}"] if found.offset is not None else []
    at += [f"{found.length:,} bytes long"] if found.length is not None else []
    lines = [
        f"never became a document: {safe(found.path)}" + (f" ({', '.join(at)})" if at else ""),
        f"{safe(found.step)} rejected it: {safe(found.reason)}: {safe(found.message, 500)}",
    ]
    if found.raw:
        shown = found.raw.decode("utf-8", "backslashreplace")
        lines.append(f"it begins: {safe(shown, 300)}")
    return lines
