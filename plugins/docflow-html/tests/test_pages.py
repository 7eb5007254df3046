"""Pages of every kind, as text, as Markdown and as facts; `DOCFLOW_ACCEPT=1` writes what they give now."""

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from docflow_html.markdown import Markdown
from docflow_html.reader import Html
from docflow_html.text import Text

from docflow.plugin import Document, FileInfo

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(page.stem for page in PAGES.glob("*.html"))


def accepted(path: Path, text: str) -> str:
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def read(data: bytes) -> Document:
    (document,) = Html().read(BytesIO(data), FileInfo("page.html", "page", "page.html"))
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("name", NAMES)
def test_text(name: str) -> None:
    text = Text().clean(read((PAGES / f"{name}.html").read_bytes()).text)
    assert text == accepted(PAGES / f"{name}.txt", text)


@pytest.mark.parametrize("name", NAMES)
def test_markdown(name: str) -> None:
    text = Markdown(images=True, base="https://site.example/").clean(
        read((PAGES / f"{name}.html").read_bytes()).text
    )
    assert text == accepted(PAGES / f"{name}.md", text)


def test_facts() -> None:
    facts = {name: read((PAGES / f"{name}.html").read_bytes()).fields for name in NAMES}
    told = json.dumps(facts, indent=1, ensure_ascii=False, default=str) + "\n"
    assert told == accepted(PAGES / "facts.json", told)
