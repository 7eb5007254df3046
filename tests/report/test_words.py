"""Differences as text: lines, words in them, white space, and nothing that a terminal acts on."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.report import words
from docflow.textdiff import Row, rows
from docflow.textdiff import words as runs

texts = st.lists(
    st.sampled_from(["one", "two", " ", "\n", "\n\n", "é", "\r", "\u2028", "\x1b[2J", "<b>"])
).map("".join)


def shown(before: str, after: str, **options: object) -> list[str]:
    return words.lines(rows(before, after), **options)  # type: ignore[arg-type]


def test_a_changed_line_marks_its_words() -> None:
    assert shown("The old bridge closes.", "The new bridge closes.") == [
        "- The [-old-] bridge closes.",
        "+ The {+new+} bridge closes.",
    ]


def test_a_line_that_went_needs_no_marks() -> None:
    assert shown("a\nClick here\nb", "a\nb") == ["  a", "- Click here", "  b"]


def test_long_stretches_that_are_the_same_are_folded() -> None:
    before = "\n".join(f"line {n}" for n in range(1, 21))
    after = before.replace("line 10\n", "")
    assert shown(before, after, context=1) == [
        "  ... 8 lines ...",
        "  line 9",
        "- line 10",
        "  line 11",
        "  ... 9 lines ...",
    ]


def test_one_line_is_not_folded() -> None:
    assert shown("a\nb\nc", "b\nc", context=1) == ["- a", "  b", "  c"]


def test_white_space_that_changed_shows() -> None:
    assert shown("The bridge.  ", "The bridge.") == ["- The bridge.[-··-]", "+ The bridge."]
    assert shown("a\n\nb", "a\nb") == ["  a", "- ↵", "  b"]
    assert shown("a\u00a0b", "a b") == ["- a[-\\xa0-]b", "+ a{+·+}b"]
    assert words.marked(runs("a\nb", "a b")) == "a[-↵-]{+·+}b"


def test_a_note_stands_at_the_end_of_its_line() -> None:
    def said(row: Row) -> str:
        return "the rule" if row.kind == "gone" else ""

    assert shown("a\nb", "b", note=said) == ["- a  <- the rule", "  b"]


def test_colours() -> None:
    gone, came = shown("The old bridge.", "The new bridge.", style="ansi")
    assert "\x1b[31;7mold\x1b[0m" in gone
    assert "\x1b[32;7mnew\x1b[0m" in came
    assert shown("a", "", style="ansi")[0] == "\x1b[31m- a\x1b[0m"


def test_html_is_escaped() -> None:
    assert shown("a <b> c", "a <i> c", style="html") == [
        "a &lt;<del>b</del>&gt; c",
        "a &lt;<ins>i</ins>&gt; c",
    ]


def test_what_is_long_is_cut() -> None:
    long = "x" * 10_000
    (line,) = [row for row in shown(f"{long}\na", "a", limit=20) if row.startswith("-")]
    assert line == f"- {'x' * 20}… (9,980 more characters)"
    blank = " ".join(["word"] * 5_000)
    gone, _ = shown(f"{blank} old {blank}", f"{blank} new {blank}")
    assert "[-old-]" in gone
    assert len(gone) < 200


@given(texts, texts)
@pytest.mark.parametrize("style", ["plain", "html"])
def test_nothing_acts_on_a_terminal(style: words.Style, before: str, after: str) -> None:
    for line in [*shown(before, after, style=style), words.marked(runs(before, after), style)]:
        assert not set(line) & set("\x1b\r\n\u2028")


@given(texts, texts)
def test_html_holds_no_other_tags(before: str, after: str) -> None:
    tags = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.append(tag)

    Tags().feed("".join(shown(before, after, style="html")))
    assert set(tags) <= {"del", "ins", "span"}


@given(texts, texts)
def test_folds_count_what_they_hide(before: str, after: str) -> None:
    found = rows(before, after)
    parts = list(words.folded(found, 1))
    assert sum(part.lines if isinstance(part, words.Fold) else 1 for part in parts) == len(found)
    kept = [part for part in parts if isinstance(part, Row) and part.kind != "same"]
    assert kept == [row for row in found if row.kind != "same"]
    assert words.changed(found) == (before != after)
