"""Paragraphs keep every line that is not blank, and what the document carried."""

from hypothesis import given
from hypothesis import strategies as st

from docflow.plugin import Document
from docflow.std.split.paragraphs import Paragraphs

texts = st.lists(st.sampled_from(["", " ", "\t", "one", "two words", "three words here"]), max_size=12).map(
    "\n".join
)


@given(texts, st.integers(0, 5))
def test_no_line_of_text_is_lost_and_short_ones_are_joined(text, min_words):
    parts = list(Paragraphs(min_words=min_words).split(Document("d", text)))
    lines = [line for part in parts for line in part.text.split("\n") if line.strip()]
    assert lines == [line for line in text.split("\n") if line.strip()]
    assert len(parts) == 1 or all(part.words >= min_words for part in parts)


def test_ids_count_and_fields_are_copies():
    doc = Document("d", "One.\n\nTwo.", "a.txt", {"year": 1999})
    first, second = Paragraphs().split(doc)
    assert (first.id, second.id, second.source) == ("d#1", "d#2", "a.txt")
    first.fields["year"] = 2000
    assert (doc.fields, second.fields) == ({"year": 1999}, {"year": 1999})
