"""What holds for every page: text and Markdown say the same, nothing raises, time is linear."""

import re
import subprocess
import sys

import pytest
from docflow_html.charset.decode import NotText, decode
from docflow_html.facts.facts import FIELDS, facts_of
from docflow_html.markdown import Markdown
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from docflow_html.text import Text
from hypothesis import example, given, settings
from hypothesis import strategies as st

WORDS = st.text(st.sampled_from("ab1. #*_-+>`[]()!|~<&\\=:\u00e9\u3000\"' \n"), min_size=1, max_size=8)
PLAIN = st.sampled_from(
    ("tide", "1986. A year", "# no", "- no", "* no", "a_b", "x*y*z", "[a](b)", "&amp;lt;", "!")
)
TEXT = (WORDS | PLAIN).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))


def tagged(name: str, attributes: str = "") -> object:
    return lambda inner: f"<{name}{attributes}>{inner}</{name}>"


def several(items: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=1, max_size=most).map("".join)


def inline_tags(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(
        ("b", "i", "em", "strong", "code", "span", "del", "a href='/x (1)'", "a href=#no")
    )
    made = st.builds(lambda name, text: f"<{name}>{text}</{name.split()[0]}>", names, several(inner))
    return made | st.just("<br>") | inner


INLINE = several(st.recursive(TEXT, inline_tags, max_leaves=6))
TABLE = st.lists(st.lists(INLINE, min_size=2, max_size=3), min_size=1, max_size=3).map(
    lambda rows: (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) for row in rows) + "</table>"
    )
)
LEAVES = st.one_of(
    INLINE.map(tagged("p")),
    INLINE.map(tagged("h2")),
    INLINE,
    st.text(st.sampled_from("ab`~ \n*#<"), max_size=12)
    .map(lambda t: t.replace("<", "&lt;"))
    .map(tagged("pre")),
    st.just("<hr>"),
    TABLE,
)


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(several(inner, 3).map(tagged("li")), min_size=1, max_size=3).map("".join)
    return st.one_of(
        items.map(tagged("ul")),
        items.map(tagged("ol", " start=3")),
        several(inner, 3).map(tagged("blockquote")),
        several(inner, 3).map(tagged("div")),
        st.builds(lambda a, b: f"<dl><dt>{a}<dd>{b}</dl>", INLINE, several(inner, 2)),
    )


PAGES = several(st.recursive(LEAVES, containers, max_leaves=8))


def bare(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", text)


def rendered(markdown: str) -> str:
    """The text of Markdown as CommonMark sees it, with the tables and the strikethrough of GitHub."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    said = []
    for token in reader.parse(markdown):
        assert token.type != "html_block"
        if token.type in ("fence", "code_block"):
            said.append(token.content)
        for child in token.children or ():
            assert child.type != "html_inline"
            said.append(child.content if child.type in ("text", "code_inline", "text_special") else " ")
        said.append(" ")
    return "".join(said)


@given(PAGES)
@settings(max_examples=300)
def test_markdown_says_what_the_text_says(page: str) -> None:
    text = Text(cells=" ").clean(page)
    assert bare(rendered(Markdown(base="https://a.example/").clean(page))) == bare(text)


@given(st.text(max_size=60) | PAGES)
@example("\ud800<p>\udfff")
@example("\0<p\0>\0")
@settings(max_examples=100)
def test_every_text_is_a_page(page: str) -> None:
    text = Text().clean(page)
    assert text == "\n".join(line for line in text.split("\n") if line) or "<pre" in page
    Markdown(images=True).clean(page)
    assert set(facts_of(parse(page))) == set(FIELDS)


@given(st.binary(max_size=80))
@settings(max_examples=200)
def test_every_byte_string_is_read_or_is_no_page(data: bytes) -> None:
    try:
        read = decode(data)
    except NotText:
        return
    assert read.replaced == read.text.count("\ufffd") - (
        data.count("\ufffd".encode()) if not read.replaced else 0
    )
    assert "\0" not in read.text


HOSTILE = {
    "nested": "<div>",
    "crossed": "<div><object></div></object>",
    "formatting": "<p><b><i><u>x</p>",
    "lists": "<ul><li>x",
    "cells": "<table><tr><td>x<td>y",
    "table rows": "<tr><td>x<td>y",
    "quotes": "<blockquote>x",
    "links": "<a href='/x'>y",
    "options": "<select><option>x",
    "headings": "<h1><div>x",
    "spans": "<span>x</div>",
    "breaks": "x<br>",
    "stars": "<b>*</b>_",
    "brackets": "[](",
    "comments": "<!--",
    "open": "<",
    "rulers": "<hr>x",
    "spaces": "<p> \n ",
    "definitions": "<dl><dt>x<dd>y",
    "empty elements of xml": "<?xml ?><title/><script>",
    "anchors": '<h2>x<a href="#">#</a></h2>',
}


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from docflow_html.facts.facts import facts_of
from docflow_html.markdown import Markdown
from docflow_html.page.parse import parse
from docflow_html.text import Text
for piece in sys.argv[1:]:
    page = piece * 8000
    Text().clean(page)
    Markdown().clean(page)
    facts_of(parse(page))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of CPU time there")
@pytest.mark.parametrize("kinds", [list(HOSTILE)[at::4] for at in range(4)], ids=" ".join)
def test_time_is_linear(kinds: list[str]) -> None:
    """What needs quadratic time for 8,000 pieces dies of its limit; what is linear needs a tenth of it."""
    pieces = [HOSTILE[kind] for kind in kinds]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *pieces], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_hundred_thousand_nested_elements() -> None:
    assert Text().clean("<div>" * 100_000 + "x") == "x"
    assert Text().clean("<p>a" + "<b><div>" * 50_000 + "x").split() == ["a", "x"]


def test_attributes_without_number() -> None:
    assert Text().clean("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x") == "x"


def test_the_page_as_lists_is_a_tree() -> None:
    page = walk(parse("<p>a<b>c</b></p><ul><li>x<li>y</ul>"))
    for node, parent in enumerate(page.parents):
        assert parent < node < page.ends[node] <= (page.ends[parent] if parent >= 0 else len(page.tags))
