"""The laws of the layout, over every flow of the tree and generated ones.

Nothing is lost, the meaning stays, and formatting twice is formatting once. `--long` takes thousands.
"""

import re
from itertools import pairwise
from types import ModuleType

import pytest

from docflow.catalog.catalog import Catalog
from docflow.lang.layout.format import format_text
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.parse import parse


def comments(text: str) -> list[str]:
    return [comment.text.rstrip() for comment in lex(text, "a.flow").comments]


def holds(text: str) -> str:
    """Format a text without mistakes, look at what must always hold, and return the result."""
    made = format_text(text, "a.flow")
    assert made.diagnostics == ()
    assert made.changed == (made.text != text)
    assert comments(made.text) == comments(text)
    assert format_text(made.text, "a.flow").text == made.text
    assert format_text(text, "a.flow", lines=(1, len(text))).text == made.text
    blocks = "".join(token.text for token in lex(made.text, "a.flow").tokens if token.kind == "TEXT")
    assert len(re.findall(r"[ \t]\r?\n", made.text)) == len(re.findall(r"[ \t]\r?\n", blocks))
    assert made.text == "" or (re.search(r"[^\s]\r?\n\Z", made.text))
    return made.text


def test_every_flow_of_the_tree(written: dict[str, str], installed: Catalog, flows: ModuleType) -> None:
    done = 0
    for place, text in written.items():
        if parse(text, place).diagnostics:
            made = format_text(text, place)
            assert (made.text, made.changed) == (text, False), place
            assert made.diagnostics, place
            continue
        made = holds(text)
        assert flows.meaning_of(made, installed) == flows.meaning_of(text, installed), place
        done += 1
    assert done > 200


def test_generated_flows_keep_their_meaning(installed: Catalog, flows: ModuleType, long_run: bool) -> None:
    number = 3000 if long_run else 25
    for seed, text in flows.checked_flows(number, installed):
        odd = flows.disordered(text, seed)
        meaning = flows.meaning_of(text, installed)
        assert meaning is not None
        for shown in (text, odd):
            made = format_text(shown, "a.flow")
            assert made.diagnostics == ()
            assert flows.meaning_of(made.text, installed) == meaning, f"flow_text({seed})"


@pytest.mark.parametrize("part", range(4))
def test_generated_flows_in_odd_layouts(part: int, flows: ModuleType, long_run: bool) -> None:
    number = 1000 if long_run else 8
    for seed in range(part * number, (part + 1) * number):
        holds(flows.disordered(flows.flow_text(seed), seed))


def test_layouts_of_one_flow_that_differ_in_spaces_only_become_one(flows: ModuleType) -> None:
    for seed in range(15):
        text = flows.flow_text(seed)
        tokens = lex(text, "a.flow").tokens
        wide = text[: tokens[0].span.start]
        for token, after in pairwise(tokens):
            gap = text[token.span.end : after.span.start]
            wide += token.text + (gap.replace(" ", "   ").replace("\n", "  \n \t ") or gap)
        assert format_text(wide, "a.flow").text == format_text(text, "a.flow").text


def test_some_lines_of_odd_layouts(flows: ModuleType, installed: Catalog, long_run: bool) -> None:
    for seed in range(25 if long_run else 12):
        text = flows.disordered(flows.flow_text(seed), seed)
        last = text.count("\n") + 1
        first = seed * 7 % last + 1
        made = format_text(text, "a.flow", lines=(first, min(first + 5, last)))
        assert comments(made.text) == comments(text)
        assert flows.meaning_of(made.text, installed) == flows.meaning_of(text, installed)
        assert format_text(made.text, "a.flow").text == format_text(text, "a.flow").text, seed
