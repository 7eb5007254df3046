"""A comparison as markdown that fits into a comment on a pull request.

Everything from documents, flows and plugins stands in code, where markdown and HTML mean nothing and nobody
is mentioned: in spans and fences with more backticks than the data has in a row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from docflow.io.escape import safe
from docflow.plan.comparison import Comparison, Effect, Example, FlowComparison, RuleChange
from docflow.report.compare.edits import step_text
from docflow.report.compare.headline import headline
from docflow.report.compare.phrases import by_group, effect_text, example_title, shown_line, some_ids
from docflow.report.compare.sums import gate_texts, rules_by_size, totals
from docflow.report.table import count

__all__ = ["LONGEST", "render"]

LONGEST = 60_000
"""Characters; GitHub takes comments of up to 65,536."""
MOST_ROWS = 24
MOST_STEPS = 20
WIDTH = 120
_GAP = "\n\n"
LINE = 300


def render(made: Comparison) -> str:
    """Return the comparison as markdown; examples that would make it too long are left out, and said so."""
    parts = [_head(made), headline(made, code, "**{}**".format), *(f"> {_note(note)}" for note in made.notes)]
    parts += _steps(made)
    for flow in made.flows:
        parts += _flow(flow, named=len(made.flows) > 1, brief=made.old is None)
    page = _bounded("\n\n".join(parts), LONGEST - 1000)
    return _with_examples(page, made.flows) + "\n"


def code(text: str, limit: int = WIDTH) -> str:
    """Return text of data as a code span."""
    shown = safe(text, limit)
    if not shown.strip():
        shown = f"{shown or '(empty)'}"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest and (shown.startswith("`") or shown.endswith("`")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _cell(text: str) -> str:
    """Return a text for a table, where a bar ends the cell even in code."""
    return text.replace("|", "\\|")


def _note(text: str) -> str:
    """Return a sentence with names in backticks, whose names are code and whose rest is plain."""
    pieces = text.split("`")
    return "".join(code(piece) if n % 2 else _plain(piece) for n, piece in enumerate(pieces))


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~@&])", r"\\\1", safe(text, None))


def _head(made: Comparison) -> str:
    limit = f" ({count(made.limit, 'document')} at most)" if made.limit else ""
    if made.old is None:
        return f"### {code(made.new.name)} is new{limit}"
    return f"### {code(made.new.name)} against {code(made.old.name)}{limit}"


def _steps(made: Comparison) -> Iterator[str]:
    if not made.steps:
        return
    lines = [f"- {step_text(change, code)}" for change in made.steps[:MOST_STEPS]]
    if len(made.steps) > MOST_STEPS:
        lines.append(f"- and {count(len(made.steps) - MOST_STEPS, 'more change')}")
    yield "**In the flow**"
    yield "\n".join(lines)


def _flow(flow: FlowComparison, *, named: bool, brief: bool) -> Iterator[str]:
    if named:
        yield f"#### Flow {code(flow.name or '(without a name)')}"
    stops = ("The old version", flow.stopped_before), ("The new version", flow.stopped_after)
    yield from (f"**{which} stopped:** {code(said, 400)}" for which, said in stops if said)
    yield from (f"**{text[0].upper()}{text[1:]}**" for text in gate_texts(flow, code))
    if flow.only_ids:
        more = " and others" if flow.only_before + flow.only_after > len(flow.only_ids) else ""
        yield f"Read by one version only: {', '.join(code(each, 60) for each in flow.only_ids)}{more}."
    if flow.groups:
        yield "**In the results**"
        yield _table(("documents", "", "lines", "characters"), ">-->", list(_effects(flow)))
    if brief:
        yield _table(("", "documents"), "->", [(name, f"{new:,}") for name, _, new in totals(flow, code)])
    else:
        yield _totals(flow)


def _effects(flow: FlowComparison) -> Iterator[Sequence[str]]:
    left = MOST_ROWS
    for group, rules in by_group(flow):
        below = rules if len(rules) > 1 else []
        if left <= 0:
            break
        left -= 1
        single = rules[0] if len(rules) == 1 else group
        yield _row(single, f"**{effect_text(single, code)}**{some_ids(single, code)}", strong=True)
        for rule in below[: max(left, 0)]:
            yield _row(rule, f"&emsp;{code(rule.rule or '(the step)')}{_fresh(rule)}")
        left -= len(below)
    if left < 0 or len(flow.groups) > MOST_ROWS:
        yield ("", "and more, of which `--format json` tells", "", "")


def _row(effect: Effect, text: str, *, strong: bool = False) -> Sequence[str]:
    documents = f"**{effect.documents:,}**" if strong else f"{effect.documents:,}"
    lines = f"{effect.lines:,}" if effect.lines else ""
    chars = f"{effect.chars:,}" if effect.chars and not effect.kind.startswith(("field", "id")) else ""
    return documents, text, lines, chars


def _fresh(effect: Effect) -> str:
    return (" (gone)" if effect.old else " (new)") if effect.fresh == "rule" else ""


def _totals(flow: FlowComparison) -> str:
    rows = [
        (name, f"{old:,}", f"{new:,}", _difference(old, new, share=name == "characters written"))
        for name, old, new in totals(flow, code)
    ]
    parts = [_table(("", "before", "after", "difference"), "->>>", rows)]
    rules = rules_by_size(flow)
    if rules:
        parts.append(_details("Characters removed by step and rule, where they differ", _rules(rules)))
    return "\n\n".join(parts)


def _difference(old: int, new: int, *, share: bool = False) -> str:
    if old == new:
        return ""
    percent = f" ({(new - old) / old:+.1%})" if share and old else ""
    return f"{new - old:+,}{percent}"


def _rules(rules: Sequence[RuleChange]) -> str:
    rows = [
        (
            f"{code(rule.step)} {code(rule.rule) if rule.rule else '(the step)'}",
            f"{rule.chars_before:,}",
            f"{rule.chars_after:,}",
            _difference(rule.chars_before, rule.chars_after),
        )
        for rule in rules[:MOST_ROWS]
    ]
    if len(rules) > MOST_ROWS:
        rows.append((f"and {count(len(rules) - MOST_ROWS, 'more rule')}", "", "", ""))
    return _table(("", "before", "after", "difference"), "->>>", rows)


def _table(heads: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a table; `sides` has `>` for a column of numbers."""
    lines = [_line(heads), _line(["--:" if side == ">" else "---" for side in sides])]
    return "\n".join([*lines, *(_line([_cell(cell) for cell in row]) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _details(summary: str, body: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def _bounded(page: str, most: int) -> str:
    """Cut a page between two flows."""
    if len(page) <= most:
        return page
    return page[:most].rpartition("\n\n#### ")[0] + "\n\nThe rest is too long for a comment."


# ------------------------------------------------------------------------------------------ examples


def _with_examples(page: str, flows: Sequence[FlowComparison]) -> str:
    left, shown, total = LONGEST - len(page) - 300, 0, sum(len(flow.examples) for flow in flows)
    blocks: list[str] = []
    for flow in flows:
        for example in flow.examples:
            block = "\n\n".join(_example(example, flow.effects[example.effect]))
            if len(block) + 20 > left:
                continue
            left -= len(block) + 20
            shown += 1
            blocks.append(block)
    if not blocks:
        return page
    more = f"\n\n{count(total - shown, 'example')} would have made this too long." if shown < total else ""
    return f"{page}\n\n{_details(count(shown, 'example'), _GAP.join(blocks) + more)}"


def _example(example: Example, effect: Effect) -> Iterator[str]:
    yield f"**{code(example.id)}** {example_title(example, effect, code)}"
    lines = list(_diff(example))
    if lines:
        longest = max((len(run) for each in lines for run in re.findall("`+", each)), default=0)
        fence = "`" * max(3, longest + 1)
        yield "\n".join([f"{fence}diff", *lines, fence])
    if example.excerpt:
        way = f"{_end(example.before)} → {_end(example.after)}"
        yield f"{way}; {count(example.words, 'word')}: {code(example.excerpt, 400)}"


def _end(text: str) -> str:
    verb, by, rest = text.partition(" by ")
    verb, to, rest = (verb, by, rest) if by else text.partition(" to ")
    return f"{verb}{to}{code(rest, 200)}" if rest else verb


def _diff(example: Example) -> Iterator[str]:
    by = ""
    for field in example.fields:
        yield f"@@ {safe(field.name)} @@"
        yield from (f"- {safe(field.before, LINE)}",) if field.before is not None else ()
        yield from (f"+ {safe(field.after, LINE)}",) if field.after is not None else ()
    for hunk in example.lines:
        if hunk.by and hunk.by != by:
            yield f"@@ {safe(hunk.by)} @@"
            by = hunk.by
        elif hunk.skipped and by:
            yield "  ..."
        yield shown_line(hunk.row, "plain", LINE)
    if example.more:
        yield f"  ... and {count(example.more, 'more changed line')}"
