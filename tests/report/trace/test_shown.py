"""Traces as text, as a page and as JSON: what is folded, what is shown, and that nothing hostile gets out."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.model import Document
from docflow.plan.ir import Where
from docflow.plan.trace import End, Event, Piece, Rejection, Removal, Trace, TracedFlow, TracedStep
from docflow.report.trace import data, page, text
from docflow.report.trace.lines import Fold, folded, lines_of
from docflow.report.trace.view import View, changes_of
from docflow.textdiff import words

AT = Where("a.flow", 3, 1)
HOSTILE = "\x1b[2J\x00 ::error:: ##[x] \u202eabc\u2028 <script>alert(1)</script> </style> \ud800 &amp; \r\n"
texts = st.lists(st.sampled_from(["one", " ", "\n", "\n\n", "é", "\r", "  \n", HOSTILE])).map("".join)


def step(before: str, after: str, removed: tuple[Removal, ...] = (), **more: object) -> TracedStep:
    runs = words(before, after) if before != after else ()
    gone = sum(len(run.text) for run in runs if run.kind == "gone")
    new = sum(len(run.text) for run in runs if run.kind == "new")
    made = {"id": "step", "words": "x.step", "kind": "cleaner", "component": "x.step", "distribution": ""}
    made |= {"at": AT, "path": (), "copy": False, "strand": (), "verdict": "changed" if runs else "unchanged"}
    made |= {"chars": len(before), "gone": gone, "new": new, "runs": runs, "removed": removed} | more
    return TracedStep(**made)  # type: ignore[arg-type]


def trace(given: str, *steps: TracedStep, name: str = "") -> Trace:
    doc = Document("d", given, "a.txt")
    end = End("written", "jsonl", AT, False, (), doc)
    return Trace("a.flow", "d", (TracedFlow(name, AT, doc, steps, (end,)),))


def shown(given: str, *steps: TracedStep, **view: object) -> list[str]:
    return text.render(trace(given, *steps), View(**view)).split("\n")  # type: ignore[arg-type]


@given(texts, texts)
def test_lines_hold_both_texts(before: str, after: str) -> None:
    lines = lines_of(step(before, after))
    numbers = [line.number for line in lines if line.number is not None]
    assert numbers == sorted(numbers)
    parts = list(folded(lines, 1))
    flat = [line for part in parts for line in (part.lines if isinstance(part, Fold) else (part,))]
    assert flat == lines


def test_a_removed_line_stands_beside_its_rule() -> None:
    removed = (Removal(2, 7, 2, "Menu\n", "nav.menu"),)
    lines = shown("a\nMenu\nb", step("a\nMenu\nb", "a\nb", removed))
    (row,) = [line for line in lines if "- Menu" in line]
    assert row.startswith("            2 - Menu")
    assert row.endswith("nav.menu")
    assert len(row) == 100


def test_the_rule_of_the_last_line_is_not_that_of_the_line_before() -> None:
    removed = (Removal(2, 6, 2, "Menu", "nav.menu"), Removal(6, 10, 3, "\nTop", "nav.top"))
    lines = lines_of(step("a\nMenu\nTop", "a\n", removed))
    assert [line.rules for line in lines if line.kind == "gone"] == [("nav.menu",), ("nav.top",)]


def test_a_long_line_puts_its_rule_below() -> None:
    long = "word " * 40
    lines = shown(long, step(long, "", (Removal(0, len(long), 1, long, "nav.menu"),)))
    place = next(n for n, line in enumerate(lines) if "- word" in line)
    assert long.strip() in lines[place]
    assert lines[place + 1].strip() == "nav.menu"


def test_a_flood_of_blank_lines_is_counted() -> None:
    before = "\n\n".join(f"line {n}" for n in range(40))
    lines = shown(before, step(before, before.replace("\n\n", "\n")))
    assert "              39 blank lines removed (--full shows them)" in lines
    assert not [line for line in lines if "- ↵" in line]
    full = shown(before, step(before, before.replace("\n\n", "\n")), full=True)
    assert len([line for line in full if "- ↵" in line]) == 39


def test_many_changed_lines_are_cut() -> None:
    before = "\n".join(f"line “{n}”" for n in range(40))
    after = before.replace("“", '"').replace("”", '"')
    lines = shown(before, step(before, after))
    assert len([line for line in lines if " ~ " in line]) == 12
    assert "              28 more changed lines (--full shows them)" in lines


def test_a_last_line_that_went_leaves_the_one_before_alone() -> None:
    lines = lines_of(step("a\nMenu", "a"))
    assert [(line.kind, line.number) for line in lines] == [("same", 1), ("gone", 2)]


def test_pieces_are_listed_and_one_is_followed() -> None:
    pieces = tuple(Piece((n,), f"d#{n}", 3, 1, "written", "jsonl") for n in range(30))
    split = step("abc", "abc", pieces=pieces, verdict="split")
    after = [step("x", "x", strand=(n,), words=f"after {n}") for n in range(3)]
    lines = shown("abc", split, *after)
    assert next(line for line in lines if "after" in line).split()[1:3] == ["after", "0"]
    assert "               ... 10 more" in lines
    assert len([line for line in shown("abc", split, *after, piece=(3,)) if "after 2" in line]) == 1


def test_what_never_was_a_document() -> None:
    found = Rejection("from files", AT, "encoding", "no text", "a\x1b.bin", 2, 10, 4, b"\xff\x00<b>")
    said = text.render(Trace("a.flow", "x", rejections=(found,)))
    assert said == (
        "never became a document: a\\x1b.bin (line 2, byte 10, 4 bytes long)\n"
        "from files rejected it: encoding: no text\n"
        "it begins: \\xff\\x00<b>\n"
    )
    assert "&lt;b&gt;" in page.page(Trace("a.flow", "x", rejections=(found,)))


class Tags(HTMLParser):
    """Collects tags, their attributes and what is open; raises for what closes nothing."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        self.names += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(made: str) -> Tags:
    tags = Tags()
    tags.feed(made)
    tags.close()
    assert tags.open == []
    return tags


@given(texts, texts)
@pytest.mark.parametrize("full", [False, True])
def test_nothing_hostile_gets_out(full: bool, before: str, after: str) -> None:
    events = (Event("drop", HOSTILE), Event("skip", "error", HOSTILE, True))
    removed = (Removal(0, 1, 1, before[:1], HOSTILE),) if before[:1] and not after else ()
    one = step(before, after, removed, words=HOSTILE, events=events, verdict="dropped", component=HOSTILE)
    made = trace(before, one, name=HOSTILE)
    said = text.render(made, View(full=full))
    assert not set(said) & set("\x1b\x00\r\u202e\u2028\ud800")
    tags = parsed(page.page(made, View(full=full)))
    assert "script" not in tags.tags
    assert all(link.startswith("#") for link in tags.links)
    assert json.loads(json.dumps(data.as_json(made)))["flows"][0]["document"]["text"] == before


def test_the_page_needs_nothing_else() -> None:
    before = "\n".join(["keep"] * 20 + ["Menu"])
    made = page.page(trace(before, step(before, "\n".join(["keep"] * 20) + "\n"), step("a", "a")))
    tags = parsed(made)
    assert {link.removeprefix("#") for link in tags.links} == set(tags.names) == {"s1", "s2"}
    assert "default-src &#x27;none&#x27;" in made
    assert "url(" not in made
    assert "@import" not in made
    assert tags.tags.count("details") == 1


def test_a_frame_for_notebooks() -> None:
    framed = page.framed(trace("a", step("a", "b")))
    tags = parsed(framed)
    assert tags.tags == ["iframe"]


def test_runs_of_a_whole_text() -> None:
    assert [line.kind for line in changes_of(step("", "a\nb"), View()).lines] == ["new", "new"]
