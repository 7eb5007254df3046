"""Packs on texts: which lines go, at which position, and what is kept."""

import pytest
from docflow_residue.packs.match import Matcher
from docflow_residue.packs.pack import Pack, PackRule
from hypothesis import given
from hypothesis import strategies as st

PROSE = "The mill of the town opens its doors again in May, and everybody has waited a long time for it."


def matcher(*rules: PackRule) -> Matcher:
    return Matcher([Pack("p", rules)])


@pytest.mark.parametrize(
    ("rule", "text", "taken"),
    [
        (PackRule("r", line="Join 3 Readers"), f"join  12 readers\n{PROSE}\nJoin readers", {0}),
        (PackRule("r", phrase="join us"), f"Do Join Us now\n{PROSE}\n\nJoin us", {0, 3}),
        (PackRule("r", phrase="join us", case=True), f"Do Join Us now\n{PROSE}\njoin us", {2}),
        (PackRule("r", pattern="^share$", position="head"), f"Share\n{PROSE}\nShare\n{PROSE}\nShare", {0}),
        (PackRule("r", pattern="^share$", position="tail"), f"Share\n{PROSE}\nShare\n{PROSE}\nShare\n", {4}),
        (PackRule("r", pattern="^share$", position="tail"), "Share\nShare", {0, 1}),
        (PackRule("r", pattern="^$"), f"{PROSE}\n\n", set()),
        (PackRule("r", line="首页 1"), f"首页 22\n{PROSE}", {0}),
        (PackRule("r", line=PROSE, position="tail"), f"{PROSE} Yes.\n{PROSE}", {1}),
    ],
)
def test_lines_that_go(rule: PackRule, text: str, taken: set[int]) -> None:
    assert set(matcher(rule).hits(text).taken) == taken


def test_rules_in_order_and_those_that_keep() -> None:
    rules = (
        PackRule("first", line="Share this"),
        PackRule("second", phrase="share"),
        PackRule("ours", pattern="mill", keep=True),
    )
    hits = matcher(*rules).hits(f"Share this\nShare that\nShare the mill\n{PROSE}")
    assert hits.taken == {0: "p: first", 1: "p: second"}
    assert hits.kept == {2, 3}


LINES = st.lists(
    st.sampled_from(["share", "Share 1", "keep share", "", "\r", "首页", "\ud800", PROSE]), max_size=8
)


@given(LINES, st.sampled_from(["head", "tail", "any"]))
def test_any_text(lines: list[str], position) -> None:
    hits = matcher(
        PackRule("a", line="share 2", position=position),
        PackRule("b", phrase="share", position=position),
        PackRule("c", phrase="keep", keep=True),
    ).hits("\n".join(lines))
    assert set(hits.taken).isdisjoint(hits.kept)
    assert all("share" in lines[n].lower() for n in hits.taken)
    if position == "any":
        assert set(hits.taken) == {
            n for n, line in enumerate(lines) if "share" in line.lower() and "keep" not in line
        }
