"""What holds for every text: nothing raises, fields have their declared shape, only whole lines go."""

import datetime

from docflow_news.metadata import Metadata
from docflow_news.residue import Residue
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.pattern.lines import LineMatcher
from docflow.plugin import Document

FRAME = (
    "By ",
    "Anna Berg",
    " and ",
    "@",
    "©",
    " 2020",
    "May 4, ",
    "Related:",
    ", ",
    "|",
    "- ",
    "a.b",
    "(",
    "Share",
)
LINES = ("SEE ALSO: ", "contributed to this report.", "can be reached at ", "Reporting by ")
PIECES = st.sampled_from((*FRAME, *LINES, "\n", "\n\n", "\r", "\u2028", ""))
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)
MATCHER = LineMatcher([Residue().rules()])


@given(TEXTS)
@settings(max_examples=150)
def test_metadata_has_its_declared_shape(text: str) -> None:
    fields = Metadata().extract(Document("x", text))
    assert set(fields) == {name for name, _ in Metadata.__component__.writes}
    for name in ("authors", "contributors", "related"):
        value = fields[name]
        assert isinstance(value, list)
        assert all(isinstance(item, str) and item.strip() for item in value)
        assert len(set(value)) == len(value)
    assert fields["published"] is None or isinstance(fields["published"], datetime.date)
    assert fields["publisher"] is None or fields["publisher"]


@given(TEXTS)
@settings(max_examples=60)
def test_only_whole_lines_go(text: str) -> None:
    removed = MATCHER.apply(text)
    stays = iter(text.split("\n"))
    assert removed.text == "" or all(line in stays for line in removed.text.split("\n"))
    assert len(text) - len(removed.text) == sum(hit.end - hit.start for hit in removed.hits)


@given(TEXTS)
@settings(max_examples=60)
def test_what_stayed_stays_unless_a_label_moved(text: str) -> None:
    once = MATCHER.apply(text).text
    labels = any(hit.rule.startswith(("related.", "tags.", "share.")) for hit in MATCHER.apply(text).hits)
    assert labels or MATCHER.apply(once).text == once
