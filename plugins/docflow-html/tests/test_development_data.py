"""On real pages, where the development data is at hand: text and Markdown say the same."""

import gzip
import re
from pathlib import Path

import pytest
from docflow_html.facts.facts import facts_of
from docflow_html.markdown import Markdown
from docflow_html.page.parse import parse
from docflow_html.page.tame import tame
from docflow_html.text import Text

DATA = Path(__file__).parents[4] / "shared" / "data" / "boilerplate" / "html"
PAGES = sorted(DATA.glob("*.html.gz"))[::37]

pytestmark = pytest.mark.skipif(not PAGES, reason="the development data is not here")


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name.partition(".")[0])
def test_text_and_markdown_say_the_same(path: Path) -> None:
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    assert tame(html) is html
    assert facts_of(parse(html))["title"]
    said = []
    for token in reader.parse(Markdown().clean(html)):
        said += [token.content] if token.type in ("fence", "code_block") else []
        said += [
            child.content for child in token.children or () if child.type not in ("softbreak", "hardbreak")
        ]
    assert bare("".join(said)) == bare(Text(cells=" ").clean(html))
