"""Laws: alone as in a batch; nothing is made up; a page with text is never empty; hostile pages end."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from docflow_html.article.anchors import read_anchors
from docflow_html.article.article import Article
from docflow_html.article.elements import elements_of
from docflow_html.article.features import frame_of
from docflow_html.article.model import load_model
from docflow_html.article.names import NameReader
from docflow_html.article.second import second_columns
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from hypothesis import given, settings
from hypothesis import strategies as st

ARTICLE = Article()
SAMPLES = [
    page.read_text(encoding="utf-8") for page in sorted((Path(__file__).parent / "samples").glob("*.html"))
]
TAGS = (
    "div",
    "p",
    "li",
    "ul",
    "h1",
    "h2",
    "a",
    "table",
    "tr",
    "td",
    "pre",
    "nav",
    "article",
    "br",
    "span",
    "b",
)
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(['<div class="comments">', "<p hidden>", '<p style="display:none">', "\n", " ", "\x00"]),
    st.text(max_size=30),
    st.sampled_from(
        ["The harbour is calm, and the boats lie still at noon. ", "Share", "今日は晴れ、波もない。"]
    ),
)
PAGES = st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(PAGES, st.sampled_from(SAMPLES)), max_size=6))
def test_a_page_in_a_batch_is_as_alone(pages: list[str]) -> None:
    assert ARTICLE.clean_many(pages) == [ARTICLE.clean(page) for page in pages]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(PAGES, st.sampled_from(SAMPLES)), min_size=1, max_size=5))
def test_all_columns_in_a_batch_are_those_alone(pages: list[str]) -> None:
    """To the bit, also those that add: the same sums in the same order."""
    model, reader = load_model(), NameReader()
    trees = [parse(f"<title>Harbour boats</title>{page}<p>end") for page in pages]
    elements = [elements_of(walk(tree, hidden=True, note=reader.note), reader) for tree in trees]
    anchors = [read_anchors(tree) for tree in trees]
    frame = frame_of(elements, model.tables, anchors)
    share = np.linspace(0, 1, len(frame.batch.page), dtype=np.float32)
    together = {**frame.columns, **second_columns(frame, share)}
    for place, (start, end) in enumerate(pairwise(frame.batch.bounds.tolist())):
        mine = frame_of([elements[place]], model.tables, [anchors[place]])
        alone = {**mine.columns, **second_columns(mine, share[start:end])}
        for name, column in alone.items():
            assert np.array_equal(column, together[name][start:end]), name


@settings(deadline=None, max_examples=60)
@given(PAGES)
def test_lines_are_those_of_the_page(page: str) -> None:
    lines = [line.text for line in walk(parse(page), hidden=True).lines if line.text]
    kept = ARTICLE.clean(page)
    assert bool(kept) == bool(lines)
    whole = " ".join(" ".join(lines).split())
    assert all(" ".join(part.split()) in whole for line in kept.splitlines() for part in line.split(" | "))


def test_a_large_batch_is_as_alone() -> None:
    pages = [SAMPLES[number % len(SAMPLES)] + f"<p>Page {number}.</p>" * (number % 7) for number in range(40)]
    assert ARTICLE.clean_many(pages) == [ARTICLE.clean(page) for page in pages]


PROSE = "<p>The ferry came in at noon, two hours late, and nobody had waited for it on the mole.</p>"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 100_000 + PROSE, id="nested"),
        pytest.param("<b></b>" * 300_000 + PROSE, id="empty elements"),
        pytest.param("<p>" + "word " * 1_000_000, id="one text"),
        pytest.param("<br>x" * 100_000, id="many lines"),
        pytest.param("<p class='" + "a " * 100_000 + "'>" + PROSE, id="many classes"),
        pytest.param("<ul>" + "<li><a href=x>y</a>" * 30_000 + "</ul>" + PROSE, id="many items"),
        pytest.param(
            '<script type="application/ld+json">{"articleBody": ' + "[" * 100_000 + "</script>" + PROSE,
            id="json",
        ),
        pytest.param("just a line of text", id="no markup"),
        pytest.param(
            "<title>t</title><frameset><frame src=x></frameset><noframes>no frames</noframes>",
            id="frames",
        ),
    ],
)
def test_hostile_pages_end(page: str) -> None:
    kept = ARTICLE.clean(page)
    assert "nobody had waited" not in page or "nobody had waited" in kept


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<script>a()</script>", "<img src=x>"])
def test_nothing_gives_nothing(page: str) -> None:
    assert ARTICLE.clean(page) == ""
