"""The cleaning workload of the bench, built from these components, gives what its reference gives."""

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.pattern.lines import LineMatcher
from docflow.plugin import Regex
from docflow.std.clean.lines import Lines
from docflow.std.clean.unicode import Unicode
from docflow.std.clean.whitespace import Whitespace

BENCH = Path(__file__).resolve().parents[4] / "shared" / "bench"
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t"
GONE = "\u200b\u200c\u200d\ufeff\u00ad"
QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
PIECES = [
    "See also: owls", "see  ALSO :", "Click to hide", "Click to Read More about it", "© 2020 The Bay",
    "(C) 1999",
    "All rights reserved.", "12,000 views", "7 Shares.", "share this", "ſhare this", "a@b.example",
    "- The Bay - Monday, May 4, 2020", "can be reached at ", "[Advertisement]", "Subscribe now",
    " for our newsletter", "Related stories", "The owls breed late.", "\r\n", "\r", "\n", "\n\n", "  ",
    "e\u0301", "“Oh”", "’", "½", "\u2028", "\x0b", "é", "日本", *SPACES, *GONE,
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.sampled_from(["\n", " "]), max_size=25).map("".join) | st.text()


@given(texts)
def test_unicode_is_a_normal_form_and_a_table(text):
    table = {**dict.fromkeys(map(ord, SPACES), " "), **dict.fromkeys(map(ord, GONE)), **str.maketrans(QUOTES)}
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    assert Unicode(quotes=True, joiners=True).clean(text) == lines.translate(table)


@given(texts)
def test_whitespace_is_what_a_loop_over_lines_does(text):
    out, blank = [], True
    for line in text.split("\n"):
        plain = re.sub(r"[ \t]+", " ", line).strip(" ")
        if plain or not blank:
            out.append(plain)
        blank = not plain
    while out and not out[-1]:
        out.pop()
    assert Whitespace().clean(text) == "\n".join(out)


@given(texts, st.booleans(), st.booleans(), st.none() | st.integers(0, 2), st.booleans())
def test_whitespace_done_twice_is_done_once(text, runs, strip, max_blank, ends):
    step = Whitespace(runs=runs, strip=strip, max_blank=max_blank, ends=ends)
    once = step.clean(text)
    assert step.clean(once) == once


@given(texts, st.integers(0, 3))
def test_no_more_blank_lines_than_asked_for(text, max_blank):
    cleaned = Whitespace(runs=False, strip=False, max_blank=max_blank, ends=False).clean(text)
    longest = found = 0
    for line in cleaned.split("\n") if cleaned else ():
        found = 0 if line.strip(" \t") else found + 1
        longest = max(longest, found)
    assert longest <= max_blank
    kept = [line for line in text.split("\n") if line.strip(" \t")]
    assert [line for line in cleaned.split("\n") if line.strip(" \t")] == kept


@pytest.fixture(scope="module")
def reference():
    if not (BENCH / "rules.py").is_file():
        pytest.skip("the bench is not here")
    sys.path.insert(0, str(BENCH))
    try:
        import rules
    finally:
        sys.path.remove(str(BENCH))
    return rules


@pytest.fixture(scope="module")
def clean(reference):
    named = {name: Regex(pattern, "i") for name, pattern in reference.RULES}
    matcher = LineMatcher([Lines(drop=named).rules()])
    steps = (
        Unicode(quotes=True, joiners=True).clean,
        Whitespace(max_blank=None, ends=False).clean,
        lambda text: matcher.apply(text).text,
        Whitespace().clean,
    )

    def run(text):
        for step in steps:
            text = step(text)
        return text

    return run


def test_w2_is_the_reference(reference, clean):
    @given(texts)
    def law(text):
        assert clean(text) == reference.clean(text)

    law()
