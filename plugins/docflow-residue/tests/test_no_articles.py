"""Documents that are no articles: the default level leaves them as they are."""

from pathlib import Path

import pytest
from docflow_residue.remove import Remove

FOLDER = Path(__file__).parent / "no_articles"
DOCUMENTS = sorted(FOLDER.glob("*.txt"))
BIG = 5_000_000


def test_there_are_fifty() -> None:
    assert len(DOCUMENTS) >= 50


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_nothing_goes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [(text[cut.start : cut.end], cut.rule) for cut in Remove().cuts(text)] == []


def test_together_as_alone() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    alone = [list(Remove().cuts(text)) for text in texts]
    assert [list(cuts) for cuts in Remove().cuts_many(texts)] == alone
    assert not any(alone)


def test_a_log_of_five_megabytes() -> None:
    line = "2024-03-{:02} 12:{:02}:{:02} INFO  worker {}: took part {} of {}, {} records in {} ms\n"
    numbers = (
        (n % 28 + 1, n // 60 % 60, n % 60, n % 7, n, n * 3, n * 17 % 991, n * 31 % 97) for n in range(70_000)
    )
    text = "".join(line.format(*some) for some in numbers)
    assert len(text) >= BIG
    assert list(Remove().cuts(text)) == []
