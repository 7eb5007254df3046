"""The headline of a text is part of it, whatever stands around it: a reader would miss it."""

import pytest
from docflow_residue.remove import Remove

PROSE = (
    "The bridge over the harbour will be closed for nine nights from Monday, the port authority said.",
    "Engineers will lift out two of the four bearings, which date from 1931, and put in new ones of steel.",
    '"We have put it off for as long as we could," said the chief engineer, Ines Duarte, on Friday morning.',
    "Cyclists may use the ferry at no charge while the work goes on, and the night bus turns at the mill.",
    "The work costs 1.2 million and is paid for by the county, which owns the bridge, and by the two towns.",
    "It is to end on the last Sunday of May, in time for the regatta, unless the wind keeps the cranes away.",
)
PAGES = {
    "bare": ("Harbour bridge to close for nine nights", "", *PROSE),
    "with a byline": ("Nine nights without the bridge", "", "By Ada Quill", "May 4, 2020", "", *PROSE),
    "under a menu": ("Home", "News", "Sport", "Weather", "", "Bridge closes for repairs", "", *PROSE),
    "before sharing": ("What happens to the ferry while the bridge is shut?", "Share", "Tweet", "", *PROSE),
    "with a frame": (
        "Skip to content",
        "Pupils plant an orchard where the car park was",
        "Published: Tuesday, 3 March 2020",
        "",
        *PROSE,
        "",
        "Related articles",
        "Ferry timetable grows for the summer",
        "River rises again",
        "Copyright 2020 The Northgate Herald. All rights reserved.",
    ),
    "short lines behind": ("Old mill saved", "", *PROSE[:3], "", "Read more", "Leave a comment"),
}


SHORT = pytest.mark.xfail(strict=True, reason="at normal a headline of three or four words may go")
CASES = [
    *(("safe", name) for name in PAGES),
    *(
        ("normal", name)
        for name in ("bare", "with a byline", "before sharing", "with a frame", "under a menu")
    ),
    pytest.param("normal", "short lines behind", marks=SHORT),
]


@pytest.mark.parametrize(("level", "name"), CASES)
def test_the_headline_and_the_prose_stay(level: str, name: str) -> None:
    lines = PAGES[name]
    text = "\n".join(lines)
    for cut in reversed(Remove(level=level).cuts(text)):
        text = text[: cut.start] + text[cut.end :]
    headline = max((line for line in lines if line not in PROSE and "." not in line), key=len)
    headline = {"under a menu": "Bridge closes for repairs", "short lines behind": "Old mill saved"}.get(
        name, headline
    )
    assert headline in text.split("\n")
    assert [line for line in PROSE if line in lines and line not in text] == []
