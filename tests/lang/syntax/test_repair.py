"""What is found in a file with mistakes, and what is kept of it."""

import random
from pathlib import Path

import pytest

from docflow.lang import tree
from docflow.lang.syntax.lexing import lex
from docflow.lang.syntax.parse import parse

GOOD = [
    path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    for path in sorted((Path(__file__).parents[2] / "flows" / "tree").glob("*.flow"))
    if path.stem in ("language-page", "steps", "tests", "items")
]


def codes(text: str) -> list[str]:
    return [found.code for found in parse(text, "x.flow").diagnostics]


def test_every_mistake_of_a_file_is_found_in_one_run() -> None:
    text = """
param size: int = 3 where size = 3
stage tidy(max: int {
  | drop when doc.words < max
}
flow main {
  from files("a" "b")
  tidy(max = 2)
  | rotue { when doc.x == 1 => keep else => drop }
  | set doc.x 3
  | to
  | )
}
flwo other { from main to jsonl("x") }
"""
    assert codes(text) == [
        *("DF0106", "DF0103", "DF0104", "DF0105", "DF0107", "DF0108", "DF0101", "DF0101", "DF0103"),
        *("DF0108", "DF0105"),
    ]


def test_the_broken_step_alone_is_lost() -> None:
    parsed = parse("from a\n| b(1)\n| c [1]\n| d\n| to e", "x.flow")
    assert parsed.program.broken
    (pipeline,) = parsed.program.items
    assert isinstance(pipeline, tree.Pipeline)
    kinds = [type(step.action).__name__ for step in pipeline.steps]
    assert kinds == ["Call", "Broken", "Call", "Sink"]


def test_a_repair_loses_nothing() -> None:
    parsed = parse('from a | b(x = ["1" "2"]) | drop when doc.y = 3 | to c', "x.flow")
    assert not parsed.program.broken
    right = parse('from a | b(x: ["1", "2"]) | drop when doc.y == 3 | to c', "x.flow")
    assert [type(s.action) for s in parsed.program.items[0].steps] == [  # type: ignore[union-attr]
        type(s.action)
        for s in right.program.items[0].steps  # type: ignore[union-attr]
    ]


@pytest.mark.parametrize(
    "text",
    [
        'from a | b("abc) | to c',
        "from a | b(c | to d",
        "flow x { from a | b",
        "from a | f({a: 1 b: 2}) | to c",
        "from a | to",
        "let x = ",
        "test of x { given 1 then true }",
        "from a | b on error | to c",
        "stage s(a: int { | x }",
        "flow x {\n from a\n | when doc.y {\n   | b\n | to c\n}\nstage y { | z }\n",
    ],
)
def test_one_mistake_gives_one_message(text: str) -> None:
    assert len(codes(text)) == 1


def mutations(text: str, rng: random.Random, number: int) -> list[tuple[str, int]]:
    """Texts with one token deleted, doubled, swapped with the next or misspelt, and the line of it."""
    tokens = lex(text, "x").tokens[:-1]
    made = []
    for _ in range(number):
        at = rng.randrange(len(tokens) - 1)
        token, after = tokens[at], tokens[at + 1]
        start, end = token.span.start, token.span.end
        kind = rng.choice(["delete", "double", "swap", "misspell"])
        if kind == "misspell" and (token.kind != "NAME" or len(token.text) < 3):
            kind = "delete"
        new = {
            "delete": text[:start] + text[end:],
            "double": text[:end] + " " + text[start:],
            "swap": text[:start]
            + text[after.span.start : after.span.end]
            + text[end : after.span.start]
            + token.text
            + text[after.span.end :],
            "misspell": text[:start] + token.text[1::-1] + token.text[2:] + text[end:],
        }[kind]
        made.append((new, token.span.line))
    return made


def test_the_first_message_is_where_the_mistake_is(capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(7)
    found = near = 0
    for text in GOOD:
        for broken, line in mutations(text, rng, 50):
            diagnostics = parse(broken, "x.flow").diagnostics
            if diagnostics:
                found += 1
                near += line - 1 <= diagnostics[0].span.line <= line + 1
    with capsys.disabled():
        print(f"\n{near} of {found} first messages within a line of the mistake")
    assert found > 100
    assert near >= 0.9 * found
