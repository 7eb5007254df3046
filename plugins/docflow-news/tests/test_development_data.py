"""On real pages, where the development data is at hand: what goes is residue, what stays is the article."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docflow_news.residue import Residue

from docflow.pattern.lines import LineMatcher

DATA = Path(__file__).parents[4] / "shared" / "data" / "boilerplate" / "text_scraped.jsonl.gz"
WORD = re.compile(r"\w+")
FLOORS = {"sh": (0.998, 0.72), "wx": (0.9985, 0.43)}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")


def pages(name: str) -> Iterator[tuple[list[str], list[str]]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            if record["set"] == name:
                yield record["lines"], record["labels"]


def kept(matcher: LineMatcher, lines: list[str]) -> list[bool]:
    """Say of each line whether it stays."""
    gone = [(hit.start, hit.end) for hit in matcher.apply("\n".join(lines)).hits]
    answer, at = [], 0
    for line in lines:
        middle = at + len(line) / 2
        answer.append(not any(start <= middle < end for start, end in gone))
        at += len(line) + 1
    return answer


@pytest.mark.parametrize("name", ["sh", "wx"])
def test_body_kept_and_residue_found(name: str) -> None:
    matcher = LineMatcher([Residue().rules()])
    body = body_kept = found = wrong = residue = 0
    for lines, labels in pages(name):
        for line, label, stays in zip(lines, labels, kept(matcher, lines), strict=True):
            if label == "K":
                words = len(WORD.findall(line))
                body, body_kept, wrong = body + words, body_kept + words * stays, wrong + (not stays)
            elif label == "D":
                residue, found = residue + 1, found + (not stays)
    f1 = 2 * found / (residue + found + wrong)
    least_kept, least_f1 = FLOORS[name]
    assert body_kept / body >= least_kept
    assert f1 >= least_f1
