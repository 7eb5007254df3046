"""The parts of html.article against plain ways to the same result."""

import re
from bisect import bisect_left

import numpy as np
from docflow_html.article.batch import batch_of
from docflow_html.article.climb import climb
from docflow_html.article.deciding import decide
from docflow_html.article.elements import CODES, Elements, elements_of
from docflow_html.article.families import FLAGS
from docflow_html.article.measures import measure
from docflow_html.article.model import load_model
from docflow_html.article.names import NameReader, hash_name, parts_of
from docflow_html.article.scoring import Stage
from docflow_html.article.words import hash_word, words_of, words_of_lines
from docflow_html.page.page import NOWHERE
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
HELD = st.lists(
    st.sampled_from(
        (
            *(
                "<my-tag>",
                "</my-tag>",
                "<h2>",
                "</h2>",
                "<p>",
                "<div>",
                "</div>",
                "<pre>",
                "</pre>",
                "<br>",
                "<hr>",
            ),
            *("<span>", "</span>", "<img>", " ", "\xad", "<dialog>", "<p hidden>", "<b>", "a"),
        )
    ),
    max_size=20,
)


def read(html: str) -> Elements:
    """Return the elements of a page."""
    reader = NameReader()
    return elements_of(walk(parse(html), hidden=True, note=reader.note), reader)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_words_of_lines_are_the_words_of_each(texts: list[str]) -> None:
    words = words_of_lines(texts)
    found = [words.word(number) for number in range(len(words.starts))]
    each = [words_of(text) for text in texts]
    assert found == [word for one in each for word in (*one, b"\n")]
    assert words.breaks.tolist() == [number for number, word in enumerate(found) if word == b"\n"]
    assert [text.split(" ")[:-1] for text in words.texts()] == [
        [word.decode() for word in one] for one in each
    ]


@given(st.lists(TEXTS | st.text(min_size=1, max_size=200), min_size=1, max_size=6))
def test_hashes_of_words_are_the_hash_of_each(texts: list[str]) -> None:
    words = words_of_lines(texts)
    numbers = np.setdiff1d(np.arange(len(words.starts)), words.breaks)
    found = [words.word(number) for number in numbers]
    assert words.hashes(numbers).tolist() == [hash_word(word) for word in found]
    assert {n for n in numbers.tolist() if words.word(n)[:4] == b"aab1"} <= set(
        words.beginning([b"aab1"]).tolist()
    )


NAMED = st.lists(st.text("abcABC-_ 19é\n", max_size=8), max_size=25).map(" ".join)


@given(st.lists(st.tuples(NAMED, NAMED), min_size=1, max_size=5))
def test_parts_of_names_are_the_words_of_each(written: list[tuple[str, str]]) -> None:
    names = [NameReader().read({"class": classes, "id": id_}) for classes, id_ in written]
    hashes, places = parts_of(names)
    assert places.tolist() == sorted(places.tolist())
    for place, found in enumerate(names):
        mine = hashes[places == place].tolist()
        parts = [
            part.lower() for part in re.findall("[A-Z]?[a-z]{2,}|[A-Z]{2,}", f"{found.classes}{found.others}")
        ]
        assert (
            list(found.words) == list(dict.fromkeys(map(hash_name, parts)))[:12] == list(dict.fromkeys(mine))
        )


@settings(deadline=None)
@given(NESTED)
def test_climbing_is_asking_each_ancestor(pieces: list[str]) -> None:
    elements = read("".join(pieces) + "<p>end")
    tables = load_model().tables
    climbed = climb(batch_of([elements]), tables)
    own = tables.of_elements(elements.names).own
    for number in range(len(elements.tags)):
        chain = [number]
        while chain[-1]:
            chain.append(elements.parent[chain[-1]])
        assert climbed.depth[number] == len(chain) - 1
        assert climbed.chain[number, 0] == min(own[at, 0] for at in chain)
        assert climbed.chain[number, 1] == max(own[at, 1] for at in chain)
        span = (elements.start[number], elements.end[number])
        wider = [at for at in chain if (elements.start[at], elements.end[at]) != span]
        assert climbed.wider[number] == (wider[0] if wider else 0)


@settings(deadline=None)
@given(NESTED)
def test_scores_of_names_are_those_of_their_words(pieces: list[str]) -> None:
    names = read("".join(pieces) + "<p>end").names
    tables = load_model().tables
    scores = tables.of_elements(names)
    for row, found in enumerate(names):
        each = [float(tables.names[word]) for word in found.words] or [0.0]
        assert scores.own[row].tolist() == [min(each), max(each)]
        assert scores.families[row] == np.bitwise_or.reduce(FLAGS[list(found.words)], initial=0)
        assert scores.named[row] == bool(found.words)


@settings(deadline=None)
@given(st.lists(NESTED | HELD, max_size=3).map(lambda parts: [piece for part in parts for piece in part]))
def test_elements_are_the_blocks_around_lines(pieces: list[str]) -> None:
    """What the walk notes on its way is what the finished page says."""
    page = walk(parse("".join(pieces) + "<p>end"), hidden=True, note=NameReader().note)
    held, begins = page.holders, [line.first for line in page.said]
    wanted = {0}
    for line in page.said:
        number = line.owner
        while number != NOWHERE:
            if page.tags[number] in CODES or "-" in page.tags[number]:
                wanted.add(number)
            number = page.parents[number]
    assert held.numbers == sorted(wanted)
    assert held.starts == [bisect_left(begins, number) for number in held.numbers]
    assert held.ends == [bisect_left(begins, page.ends[number]) for number in held.numbers]
    assert [held.numbers[at] for at in held.owners] == [line.owner for line in page.said]
    for at, number in enumerate(held.numbers[1:], 1):
        above = page.parents[number]
        while above not in wanted:
            above = page.parents[above]
        assert held.numbers[held.parents[at]] == above


@settings(deadline=None)
@given(st.lists(TEXTS.map(lambda text: " ".join(text.split()) or "x"), min_size=1, max_size=5))
def test_counts_of_letters(texts: list[str]) -> None:
    elements = read("".join(f"<div>{text}</div>" for text in texts))
    columns = measure(batch_of([elements]))
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
    stage = Stage(trees)
    assert np.array_equal(np.tile(stage.probabilities(columns), 700), stage.probabilities(many))
    sums = trees.over(list(columns.values()))
    assert np.array_equal(stage.probabilities(columns), 1 / (1 + np.exp(-sums)))


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20))
def test_something_always_stays(probabilities: list[float]) -> None:
    words = np.full(len(probabilities), 3, np.float32)
    assert decide(np.array(probabilities, np.float32), words, np.zeros_like(words)).any()
