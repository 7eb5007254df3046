"""Pages of each kind, written by us, and what is kept of them; `DOCFLOW_ACCEPT=1` writes the golden files."""

import os
from pathlib import Path

import pytest
from docflow_html.article.article import Article

SAMPLES = Path(__file__).parent / "samples"
WRITERS = {"txt": Article(as_="text"), "md": Article(as_="markdown")}
CASES = [(page.stem, suffix) for page in sorted(SAMPLES.glob("*.html")) for suffix in WRITERS]


@pytest.mark.parametrize(("page", "suffix"), CASES)
def test_kept(page: str, suffix: str) -> None:
    golden = SAMPLES / f"{page}.{suffix}"
    kept = WRITERS[suffix].clean((SAMPLES / f"{page}.html").read_text(encoding="utf-8")) + "\n"
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(kept, encoding="utf-8")
    assert kept == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "wanted", "unwanted"),
    [
        (
            "article",
            ("nobody on duty had the key", "one at the brake", "she sells the tickets"),
            ("Tweet", "yearly test"),
        ),
        ("forum", ("gone green", "polyester is plenty", "twelve metres of nylon"), ("Powered by", "Log in")),
        (
            "docs",
            ('tidelib.read("mole.txt")', "time zone of the table", "names the line"),
            ("Installation", "Built with"),
        ),
        ("product", ("burns for twenty hours", "hangs from any hook"), ("Free delivery", "Cart (0)")),
        ("listing", ("Six short walks", "seals at low water", "very good bakery"), ("Imprint",)),
    ],
)
def test_what_matters(page: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    kept = WRITERS["txt"].clean((SAMPLES / f"{page}.html").read_text(encoding="utf-8"))
    assert [text for text in wanted if text not in kept] == []
    assert [text for text in unwanted if text in kept] == []
