"""`residue.repeated`: what is planted goes, what is text stays, for every order, partition and crew."""

import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docflow_residue.repeated import Repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow import api
from docflow.flowfile.file import read_flow
from docflow.plugin import Document, Removal
from docflow.plugin.testing import examples, run_example

Sites = Callable[..., Sequence[Any]]


@examples(Repeated)
def test_examples(cls, example) -> None:
    run_example(cls, example)


def applied(step: Repeated, documents: Sequence[Document]) -> list[str]:
    state = step.reduce([(at, step.observe(doc)) for at, doc in enumerate(documents)])
    return [left(doc, step.apply(doc, at, state)) for at, doc in enumerate(documents)]


def left(doc: Document, answer: Document | Removal) -> str:
    """Return the text without the cuts, which have to be sound: in order, whole lines, not empty."""
    if isinstance(answer, Document):
        return answer.text
    pieces, done = [], 0
    for cut in answer.cuts:
        assert done <= cut.start < cut.end <= len(doc.text)
        assert "repeated: " in cut.rule
        pieces.append(doc.text[done : cut.start])
        done = cut.end
    return "".join([*pieces, doc.text[done:]])


def scored(pages: Sequence[Any], texts: Sequence[str]) -> tuple[float, float]:
    """Return recall and precision over the planted lines."""
    found = wrong = planted = 0
    for page, text in zip(pages, texts, strict=True):
        stays = iter([*text.split("\n"), None])
        line = next(stays)
        for label, was in zip(page.labels, page.doc.text.split("\n"), strict=True):
            planted += label == "D"
            if was == line:
                line = next(stays)
            elif label == "D":
                found += 1
            else:
                wrong += 1
    return found / planted, found / (found + wrong)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_planted_goes(sites: Sites, seed: int) -> None:
    pages = sites(5, 200, seed)
    recall, precision = scored(pages, applied(Repeated(), [page.doc for page in pages]))
    assert recall >= 0.98
    assert precision >= 0.995


def test_smaller_sites(sites: Sites) -> None:
    pages = sites(5, 40, 3)
    recall, precision = scored(pages, applied(Repeated(), [page.doc for page in pages]))
    assert recall >= 0.95
    assert precision >= 0.99


def test_a_paragraph_quoted_in_two_pages_stays(sites: Sites) -> None:
    pages = sites(1, 200)
    quoted = pages[3].doc.text.split("\n")[len(pages[3].labels) - pages[3].labels[::-1].index("K") - 1]
    assert quoted in pages[90].doc.text
    texts = applied(Repeated(), [page.doc for page in pages])
    assert quoted in texts[3]
    assert quoted in texts[90]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 5))
def test_the_state_is_that_of_any_order_and_partition(sites: Sites, rng: random.Random, parts: int) -> None:
    step = Repeated(documents=2)
    documents = [page.doc for page in sites(2, 12)]
    whole = step.reduce([(at, step.observe(doc)) for at, doc in enumerate(documents)])
    order = list(enumerate(documents))
    rng.shuffle(order)
    workers = [Repeated(documents=2) for _ in range(parts)]
    again = [(at, workers[n % parts].observe(doc)) for n, (at, doc) in enumerate(order)]
    assert step.reduce(again) == whole


@pytest.mark.parametrize("by", ["site", "folder", "url", "source", "nothing like it"])
def test_groups_learn_for_themselves(by: str) -> None:
    def doc(site: str, n: int, text: str) -> Document:
        return Document(str(n), text, f"{site}/{n}.txt", {"url": f"https://{site}.example/{n}"})

    documents = [
        doc(site, n, f"Line {site} only\nA text number {'x' * n}") for site in "ab" for n in range(6)
    ]
    texts = applied(Repeated(by=by), documents)
    alone = by != "source"  # every file its own group: nothing repeats in it
    assert all(("only" in text) != alone for text in texts)


def test_documents_that_are_all_equal_stay() -> None:
    documents = [Document(str(n), "Home\nThe same text.\nShare", "x") for n in range(50)]
    assert applied(Repeated(), documents) == [doc.text for doc in documents]


def test_a_text_that_came_several_times_stays(sites: Sites) -> None:
    """Copies with other counters around them are one document, or their text would repeat."""
    pages = [page.doc for page in sites(1, 30)]
    body = pages[4].text.split("\n")
    copies = [
        Document(f"copy {n}", "\n".join([*body[:7], *body[7:-4]]), "", pages[4].fields) for n in range(9)
    ]
    copies = [
        Document(doc.id, doc.text + f"\nSeen by {n} readers", "", doc.fields) for n, doc in enumerate(copies)
    ]
    texts = applied(Repeated(), [*pages, *copies])
    prose = [line for line in body if line.endswith(".") and line.count(" ") > 25]
    assert prose
    assert all(line in text for line in prose for text in texts[30:])


@pytest.mark.parametrize("given", [[], [Document("1", "One.")], [Document("1", ""), Document("2", "\n\n")]])
def test_little_or_nothing_stays(given: list[Document]) -> None:
    assert applied(Repeated(documents=2), given) == [doc.text for doc in given]


def test_a_document_that_would_lose_all_its_lines_keeps_them(sites: Sites) -> None:
    pages = [page.doc for page in sites(1, 40)]
    bare = Document("bare", "\n".join(pages[0].text.split("\n")[:5]), "", pages[0].fields)
    texts = applied(Repeated(), [*pages, bare])
    assert texts[-1] == bare.text
    assert texts[0] != pages[0].text


def test_chinese_and_huge_lines() -> None:
    body = [f"第{n}座磨坊在五月重新开放，镇上的人们等了很久{'很久' * n}。" for n in range(8)]
    huge = ["x" * 300_000 + str(n) for n in range(8)]
    pages = [f"首页 体育 城市\n{body[n]}\n版权所有 © 20{n:02} 港口时报\n{huge[n]}" for n in range(8)]
    documents = [Document(str(n), text, "a/b.txt") for n, text in enumerate(pages)]
    assert applied(Repeated(), documents) == [f"{body[n]}\n{huge[n]}" for n in range(8)]


def test_positions_are_obeyed(sites: Sites) -> None:
    pages = sites(1, 60)
    made = applied(Repeated(positions=("tail",)), [page.doc for page in pages])
    assert all(text.startswith(page.doc.text.split("\n")[0]) for page, text in zip(pages, made, strict=True))
    assert all("©" not in text for text in made)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "b 1", "By Al Gore", "", "x" * 3000, "\r", "e\u0301 \ud800", "12", "："]),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_text_comes_back_without_whole_lines(lines: list[list[str]]) -> None:
    documents = [Document(str(n), "\n".join(each)) for n, each in enumerate(lines)]
    for doc, text in zip(documents, applied(Repeated(documents=2, share=0.1), documents), strict=True):
        stays = iter(doc.text.split("\n"))
        assert all(line in stays for line in text.split("\n"))


@pytest.mark.parametrize("workers", [2, 7])
def test_any_number_of_workers_writes_the_same(sites: Sites, workers: int, tmp_path: Path) -> None:
    pages = sites(3, 300)
    for number in range(9):
        rows = [
            json.dumps({"id": p.doc.id, "text": p.doc.text, **p.doc.fields}) + "\n" for p in pages[number::9]
        ]
        (tmp_path / f"pages{number}.jsonl").write_text("".join(rows))
    outputs = []
    for count in (1, workers):
        flow = tmp_path / f"flow{count}.flow"
        flow.write_text(f'from files("pages*.jsonl") | residue.repeated | to jsonl("out{count}.jsonl")\n')
        report = api.load(flow).run(workers=count)
        assert report.exit_code == 0
        outputs.append((tmp_path / f"out{count}.jsonl").read_bytes())
    assert outputs[0] == outputs[1]
    assert b"Related" not in outputs[0]
    assert len(outputs[0].splitlines()) == len(pages)


def test_many_counts_are_told_in_steps(monkeypatch: pytest.MonkeyPatch, sites: Sites) -> None:
    pages = sites(4, 120)
    step = Repeated()
    monkeypatch.setattr("docflow_residue.learning.work.MANY", 3)
    state = step.reduce(list(enumerate(step.observe(page.doc) for page in pages)))
    removed = [step.apply(page.doc, 0, state) for page in pages]
    rules = {cut.rule for each in removed if isinstance(each, Removal) for cut in each.cuts}
    assert {"repeated: 100 %, tail", "repeated: 10 % or more, tail"} <= rules
    assert all(re.fullmatch(r"repeated: (\d+ % or more|100 %|less than 5 %), \w+", rule) for rule in rules)


@pytest.mark.parametrize(
    ("by", "codes"), [("site", []), ("folder", []), ("words", []), ("forlder", ["DF0207"])]
)
def test_a_field_that_no_document_has_is_found_before_a_run(
    tmp_path: Path, by: str, codes: list[str]
) -> None:
    flow = tmp_path / "a.flow"
    flow.write_text(f'from text("in/*.txt") | residue.repeated(by: "{by}") | to jsonl("out.jsonl")\n')
    assert [each.code for each in api.Flow(*read_flow(flow)).check().diagnostics] == codes
