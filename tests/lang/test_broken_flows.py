"""A flow with one token broken: never a traceback, and the first message is where the mistake is.

A break takes a flow without findings and deletes, doubles, misspells or swaps (with the next one) one token.
Breaks that leave a flow without findings (a test of another name, two arguments in another order) are not
mistakes and are not counted. The broken line is the line of the token, for a swap the lines of both; where no
token is left on it (a lone `}` is gone), the lines of the tokens before and after it. A message is on it when
its place begins there (FILE:LINE of its heading), or when the place that it shows beside (a label: the other
end of a bracket, the declaration that a misspelt name belongs to) does. The first message is the one printed
first. `--long` breaks thousands.
"""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import Checked, FlowFile
from docflow.lang.pages import codes, page
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.tokens import Token
from docflow.report.diagnostics import render

ROOT = Path(__file__).parents[2]
SEED, SHORT, LONG, LEAST = 3, 200, 5000, 0.9
WAYS = ("delete", "double", "swap", "misspell")
INSTALLED = Catalog.installed()


@attrs.frozen
class Broken:
    """A text with one token broken, and the lines on which the first message may be."""

    name: str
    folder: Path
    how: str
    text: str
    lines: frozenset[int]


def whole_flows() -> list[tuple[str, Path, str]]:
    """All flows that the breaks start from: the pipelines, the good examples of the pages, the runs."""
    files = [*sorted(ROOT.glob("pipelines/*.flow")), *sorted(ROOT.glob("tests/flows/run/*.flow"))]
    found = [(path.name, path.parent, path.read_text(encoding="utf-8")) for path in files]
    for code in codes():
        good = (page(code) or "").partition("## Good")[2].split("```flow\n")[1:]
        found += [(f"{code}.flow", ROOT, text.partition("```")[0]) for text in good]
    return [flow for flow in found if not checked(*flow).diagnostics]


def checked(name: str, folder: Path, text: str) -> Checked:
    return FlowFile(text, name, folder, INSTALLED).check()


def breaks(flows: list[tuple[str, Path, str]], number: int) -> Iterator[Broken]:
    chance = random.Random(SEED)
    while number:
        name, folder, text = chance.choice(flows)
        tokens = lex(text, name).tokens[:-1]
        at, way = chance.randrange(len(tokens)), chance.choice(WAYS)
        made = broken(text, tokens, at, way, chance)
        if made is not None:
            yield Broken(name, folder, f"{way} `{tokens[at].text[:20]}`", *made)
            number -= 1


def broken(
    text: str, tokens: tuple[Token, ...], at: int, way: str, chance: random.Random
) -> tuple[str, frozenset[int]] | None:
    one, span = tokens[at], tokens[at].span
    before, after = text[: span.start], text[span.end :]
    lines = {span.line}
    if way == "double":
        return f"{before}{one.text} {one.text}{after}", frozenset(lines)
    if way == "delete":
        beside = [t.span.line for t in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2])]
        alone = span.line not in {t.span.end_line for t in tokens[:at]} | {
            t.span.line for t in tokens[at + 1 :]
        }
        return before + after, frozenset(beside if alone else lines)
    if way == "swap" and at + 1 < len(tokens) and "\n" not in one.text + tokens[at + 1].text:
        other = tokens[at + 1]
        between = text[span.end : other.span.start]
        changed = f"{before}{other.text}{between or ' '}{one.text}{text[other.span.end :]}"
        return changed, frozenset({span.line, other.span.line})
    if way == "misspell" and one.kind in ("NAME", "KEY") and len(one.text) > 2:
        return before + misspelt(one.text, chance) + after, frozenset(lines)
    return None


def misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return chance.choice([swapped, word[:at] + word[at + 1 :], word[: at + 1] + word[at:]])


def judge(one: Broken) -> tuple[str, Checked]:
    """Return where the first message is: on the broken line, beside it (a label is on it), or off it."""
    made = checked(one.name, one.folder, one.text)
    assert render(made.diagnostics, made.sources) or not made.diagnostics
    if not made.diagnostics:
        return "valid", made
    first = made.diagnostics[0]
    if first.span.line in one.lines:
        return "on", made
    return "beside" if any(label.span.line in one.lines for label in first.labels) else "off", made


def test_the_first_message_is_on_the_broken_line(long_run: bool, capsys: pytest.CaptureFixture[str]) -> None:
    flows = whole_flows()
    assert len(flows) >= 60
    found: Counter[str] = Counter()
    astray: list[str] = []
    for one in breaks(flows, LONG if long_run else SHORT):
        verdict, made = judge(one)
        found[verdict] += 1
        if verdict == "off":
            first = made.diagnostics[0]
            astray.append(
                f"{one.name}:{sorted(one.lines)} {one.how}: {first.span.line}: {first.code} {first.message}"
            )
    counted = found["on"] + found["beside"] + found["off"]
    share = (found["on"] + found["beside"]) / counted
    with capsys.disabled():
        print(
            f"\nbroken flows: {counted} of {sum(found.values())} have findings ({found['valid']} are still "
            f"valid); first message on the broken line {share:.1%} (headings {found['on'] / counted:.1%})"
        )
    assert share >= LEAST, "\n".join(astray)
    assert found["valid"] < counted / 4
