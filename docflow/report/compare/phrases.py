"""What an edit changes about documents, in words; each renderer says how a name is set off (`code`)."""

from collections.abc import Callable

from docflow.plan.comparison import Effect, Example, FlowComparison
from docflow.report.table import count
from docflow.report.words import Style, line
from docflow.textdiff import Row, Run

__all__ = ["Code", "by_group", "effect_text", "example_title", "shown_line", "some_ids", "verb_of"]

Code = Callable[[str], str]
MOST_IDS = 4
BESIDE = 72
ENDED = {"dropped": "dropped", "quarantined": "quarantined", "failed": "stopped"}


def by_group(flow: FlowComparison) -> list[tuple[Effect, list[Effect]]]:
    """Return the effects of steps, each with those of its rules."""
    rules: dict[tuple[object, ...], list[Effect]] = {}
    for each in flow.effects:
        rules.setdefault(_grouped(each), []).append(each)
    return [(group, rules.get(_grouped(group), [])) for group in flow.groups]


def _grouped(effect: Effect) -> tuple[object, ...]:
    return effect.kind, effect.old, effect.step, effect.detail, effect.was


def verb_of(number: int) -> str:
    """Return `is` or `are`."""
    return "is" if number == 1 else "are"


def effect_text(effect: Effect, code: Code) -> str:
    """Return what an effect does to its documents, as a predicate."""
    one = effect.documents == 1
    verb = verb_of(effect.documents)
    step, why = _step(effect, code), f": {code(effect.detail)}" if effect.detail else ""
    if effect.kind in ENDED:
        return f"{verb} newly {ENDED[effect.kind]} by {step}{why}"
    if effect.kind == "kept":
        return f"{verb} newly kept, ended by {step} before{why}"
    if effect.kind == "moved" and effect.detail == "sink":
        return f"{'goes' if one else 'go'} to {step} instead of {code(effect.was or 'the end')}"
    if effect.kind == "moved":
        return (
            f"{verb} {_by(effect.detail, code)} instead of {_by(effect.was, code)}"
            if " by " in effect.was
            else (f"{'ends' if one else 'end'} in {step} for another reason{why}")
        )
    if effect.kind == "lines gone":
        return f"{'loses' if one else 'lose'} {count(effect.lines, 'line')} to {step}"
    if effect.kind == "lines back":
        return f"{'keeps' if one else 'keep'} {count(effect.lines, 'line')} that {step} took before"
    return _rest(effect, step, code)


def _by(how: str, code: Code) -> str:
    """Return `dropped by clean.lines` with the name of the step set off."""
    verb, _, step = how.partition(" by ")
    return f"{verb} by {code(step)}"


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
