"""The parts of html.article against plain ways to the same result."""

import numpy as np
from docflow_html.article.climb import climb
from docflow_html.article.deciding import decide
from docflow_html.article.elements import elements_of
from docflow_html.article.measures import measure
from docflow_html.article.model import load_model
from docflow_html.article.names import NameReader
from docflow_html.article.scoring import probabilities
from docflow_html.article.words import BREAK, words_of, words_of_lines
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from docflow_residue.trees import Trees
from hypothesis import given, settings
from hypothesis import strategies as st

TEXTS = st.text(st.sampled_from("aB1 .,;?!:©é日\n"), min_size=1, max_size=40)
NESTED = st.lists(
    st.sampled_from(
        [
            "<div class='comment'>",
            "</div>",
            "<ul>",
            "<li>x",
            "</ul>",
            "<article id=story>",
            "</article>",
            "word ",
            "<p>",
        ]
    ),
    max_size=40,
)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_words_of_lines_are_the_words_of_each(texts: list[str]) -> None:
    lines: list[list[bytes]] = [[]]
    for word in words_of_lines(texts):
        if word == BREAK:
            lines.append([])
        else:
            lines[-1].append(word)
    assert lines == [*(words_of(text) for text in texts), []]


@settings(deadline=None)
@given(NESTED)
def test_climbing_is_asking_each_ancestor(pieces: list[str]) -> None:
    elements = elements_of(walk(parse("".join(pieces) + "<p>end")), NameReader(), set())
    model = load_model()
    climbed = climb(elements, model.tables)
    for number in range(len(elements.tags)):
        chain = [number]
        while chain[-1]:
            chain.append(elements.parent[chain[-1]])
        scores = [model.tables.of_names(elements.names[at]) for at in chain]
        assert climbed.depth[number] == len(chain) - 1
        assert climbed.chain[number, 0] == np.float32(min(score.low for score in scores))
        assert climbed.chain[number, 1] == np.float32(max(score.high for score in scores))
        span = (elements.start[number], elements.end[number])
        wider = [at for at in chain if (elements.start[at], elements.end[at]) != span]
        assert climbed.wider[number] == (wider[0] if wider else 0)


@settings(deadline=None)
@given(st.lists(TEXTS.map(lambda text: " ".join(text.split()) or "x"), min_size=1, max_size=5))
def test_counts_of_letters(texts: list[str]) -> None:
    page = walk(parse("".join(f"<div>{text}</div>" for text in texts)))
    elements = elements_of(page, NameReader(), set())
    columns = measure(elements)
    for place, line in enumerate(elements.lines):
        assert columns["chars"][place] == len(line.text)
        assert columns["commas"][place] == line.text.count(",")
        assert columns["words"][place] >= line.text.count(" ") + 1


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_probabilities_depend_on_no_row_beside(seed: int, rows: int) -> None:
    draw = np.random.default_rng(seed)
    trees = Trees(
        ("a", "b", "c"),
        draw.integers(0, 3, (30, 6)),
        draw.random((30, 6)).astype(np.float32),
        np.round(draw.normal(size=(30, 64)) * 4096).astype(np.float32) / np.float32(4096),
        0.25,
    )
    columns = {name: draw.random(rows).astype(np.float32) for name in "abc"}
    many = {name: np.tile(column, 700) for name, column in columns.items()}
    assert np.array_equal(np.tile(probabilities(trees, columns), 700), probabilities(trees, many))


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20))
def test_something_always_stays(probabilities: list[float]) -> None:
    words = np.full(len(probabilities), 3, np.float32)
    assert decide(np.array(probabilities, np.float32), words, np.zeros_like(words)).any()
