"""The laws of the line matcher, against a reference that works line by line with `re`."""

import itertools
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.model import Regex
from docflow.pattern.error import PatternError
from docflow.pattern.lines import Hit, LineMatcher
from docflow.pattern.rule import LineRule


def hits(rule, line):
    flags = 0
    for letter in rule.flags:
        flags |= {"i": re.I, "m": re.M, "s": re.S, "x": re.X}[letter]
    found = rule.pattern is not None and re.search(rule.pattern, line, flags) is not None
    for also in rule.also:
        found = found or re.search(also.pattern, line, re.I if also.flags else 0) is not None
    for phrase in rule.phrases:
        found = found or re.search(re.escape(phrase), line, flags & re.I) is not None
    return found != rule.negate


def list_under(group, rule, lines, at, *, inner=False):
    """Say where the list under the label ends, and which lines it holds, those that count and blank ones.

    A label at its end that has a list of its own (`inner`) is no part of it.
    """
    counted, ahead, pending, gone, end = 0, at, [], [], at
    before = (counted, gone, end)
    while rule.follow is not None and counted < rule.reach and ahead < len(lines):
        number, line = lines[ahead]
        if any(r.keep and hits(r, line) for r in group):
            break
        pending.append(number)
        ahead += 1
        if not line.strip():
            continue
        if not re.search(rule.follow, line, re.I if "i" in rule.flags else 0):
            break
        before = (counted, gone, end)
        counted += 1
        gone, pending, end = [*gone, *pending], [], ahead
    if counted and not inner:
        last = lines[end - 1][1]
        heads = [r for r in group if not r.keep and r.follow is not None and hits(r, last)][:1]
        if any(list_under(group, r, lines, end, inner=True)[0] >= max(1, r.least) for r in heads):
            return before
    return counted, gone, end


def naive(group, lines):
    """Take one group from (number, line) pairs: what stays, and who took what."""
    stay, gone, at = [], {}, 0
    while at < len(lines):
        number, line = lines[at]
        at += 1
        kept = any(rule.keep and hits(rule, line) for rule in group)
        for n, rule in enumerate(group):
            if kept or rule.keep or not hits(rule, line):
                continue
            counted, under, end = list_under(group, rule, lines, at)
            if rule.follow is None or counted >= rule.least:
                gone.update(dict.fromkeys([number, *under], n))
                at = end
                break
        else:
            stay.append((number, line))
    return stay, gone


def reference(groups, text):
    lines, gone = list(enumerate(text.split("\n"))), {}
    for g, group in enumerate(groups if text else ()):
        lines, took = naive(group, lines)
        gone |= {number: (g, str(n)) for number, n in took.items()}
    return "\n".join(line for _, line in lines), [gone[n] for n in sorted(gone)]


PATTERNS = [
    r"^see also\s*:", r"\bread more\b", r"^\W*$", r"$", r"\Aa", r"b\Z", "É", r"\w+\B", r"[^a]", r"^\d+$",
    r"^$", r"(?s)a.b", r"[^\S]", r"(?m)^b$", "x{2,3}|ß", r"\s", r"(a)|(b)",
]  # fmt: skip
PHRASES = ["read more", "a", "É", ".", "ss", "ad"]
WORDS = ["see also:", "See Also :", "read more", "Read moreé", "a", "b", "é", "É", " ", "\t", "7", "xx", "ß",
         "ſs", "-", "\u2028", "\r", "日", "\ud800", "ad", "Ad", "", "A"]  # fmt: skip
rules = st.builds(
    LineRule,
    name=st.just("r"),
    pattern=st.none() | st.sampled_from(PATTERNS),
    phrases=st.lists(st.sampled_from(PHRASES), max_size=2).map(tuple),
    flags=st.sampled_from(["", "i", "s", "im"]),
    keep=st.booleans() | st.just(False),
    negate=st.just(False) | st.just(False) | st.booleans(),
    follow=st.none() | st.sampled_from([r"^- ", "a", r"\w"]),
    reach=st.integers(0, 3),
    least=st.just(0) | st.integers(0, 2),
    also=st.lists(st.builds(Regex, st.sampled_from(PATTERNS), st.sampled_from(["", "i"])), max_size=1).map(
        tuple
    ),
)
groups = st.lists(
    st.lists(rules, max_size=4).map(lambda g: [attrs.evolve(r, name=str(n)) for n, r in enumerate(g)]),
    max_size=3,
)
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=3).map("".join), max_size=8).map("\n".join)


@given(groups, texts)
def test_it_does_what_line_by_line_work_does(groups, text):
    removed = LineMatcher(groups).apply(text)
    assert (removed.text, [(h.group, h.rule) for h in removed.hits]) == reference(groups, text)


@given(groups, texts)
def test_spans_are_exactly_what_was_removed(groups, text):
    removed = LineMatcher(groups).apply(text)
    rest, done = [], 0
    for hit in removed.hits:
        assert done <= hit.start <= hit.end
        rest.append(text[done : hit.start])
        done = hit.end
    assert "".join(rest) + text[done:] == removed.text
    assert sum(h.end - h.start for h in removed.hits) == len(text) - len(removed.text)


@given(groups, texts)
def test_joined_equals_one_after_the_other(groups, text):
    now = text
    for group in groups:
        now = LineMatcher([group]).apply(now).text
    assert LineMatcher(groups).apply(text).text == now


@given(groups, texts)
def test_nothing_hit_is_the_same_object(groups, text):
    removed = LineMatcher(groups).apply(text)
    assert removed.hits or removed.text is text


def test_one_matcher_for_many_texts_learns_without_forgetting():
    matcher = LineMatcher([[LineRule("a", pattern=r"\bé\b|[α-ω]\b", flags="i")]])
    for _ in range(2):
        assert matcher.apply("x é\nxé").text == "xé"
        assert matcher.apply("Ω\nΩx\nя").text == "Ωx\nя"
        assert matcher.apply("".join(map(chr, range(300, 900))) + "\né").text.endswith("΃")


def test_a_label_takes_its_list():
    rule = LineRule("related", pattern="^Related:", follow="^- ", reach=2)
    text = "One.\nRelated:\n\n- a\n\n- b\n- c\nTwo."
    removed = LineMatcher([[rule]]).apply(text)
    assert removed.text == "One.\n- c\nTwo."
    assert removed.hits[0] == Hit(0, "related", 5, 14)


def test_a_label_without_its_list_is_left_to_the_next_rule():
    run = LineRule("run", pattern="^[a-z]+$", follow="^[a-z]+$", reach=9, least=2)
    matcher = LineMatcher([[run, LineRule("one", pattern="^label$")]])
    removed = matcher.apply("a\n\nb\nc\nOne.\nlabel\na\nTwo.\na")
    assert removed.text == "One.\na\nTwo.\na"
    assert [hit.rule for hit in removed.hits] == ["run"] * 4 + ["one"]


def test_the_last_line_takes_the_newline_before_it():
    removed = LineMatcher([[LineRule("ad", phrases=("Ad",))]]).apply("Text.\nAd\nAd")
    assert removed.text == "Text."
    assert removed.hits == (Hit(0, "ad", 5, 8), Hit(0, "ad", 8, 11))


def test_many_kinds_of_characters_need_wider_codes():
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))
    rules = [LineRule("l", pattern="|".join(rf"\b{a}{b}\b" for a, b in itertools.pairwise(letters)))]
    matcher = LineMatcher([rules])
    pair = letters[41:43]
    assert matcher.apply(f"x {pair} y\n{pair}é\nx{pair}\n\n{pair}\n").text == f"{pair}é\nx{pair}\n\n"


def test_a_rule_that_is_not_linear_is_refused():
    with pytest.raises(PatternError, match="look-ahead"):
        LineMatcher([[LineRule("x", pattern="a(?=b)")]])


def test_rules_that_are_joined_in_parts_do_the_same(monkeypatch):
    rules = [LineRule(str(n), pattern=f"^line {n}$") for n in range(8)]
    text = "\n".join(f"line {n}{'é' * (n % 3 == 0)}" for n in range(10))
    whole = LineMatcher([rules]).apply(text)
    monkeypatch.setattr("docflow.pattern.rulebook.JOINED", 1)
    assert LineMatcher([rules]).apply(text) == whole
    assert [hit.rule for hit in whole.hits] == ["1", "2", "4", "5", "7"]
