"""Tables of lines and the fields that are read from them."""

import datetime

import pytest
from docflow_news.metadata import Metadata
from docflow_news.reading.byline import read_authors
from docflow_news.reading.contacts import read_contacts
from docflow_news.reading.credits import read_contributors
from docflow_news.reading.dates import first_date
from docflow_news.reading.lines import lines_of
from docflow_news.reading.published import read_published
from docflow_news.reading.publisher import read_publisher
from docflow_news.reading.related import read_related
from docflow_news.reading.rights import read_rights

from docflow.plugin import Document

MAY = datetime.date(2020, 5, 4)
PROSE = (
    "The old mill on the quay was sold in May, and nobody in the town knows"
    " who paid for it or for its two great wheels of iron.\n"
)
ARTICLE = PROSE * 4
LONG = PROSE * 40


@pytest.mark.parametrize(
    "text",
    [
        "Monday, May 4, 2020",
        "4 May 2020",
        "May 4, 2020",
        "2020-05-04",
        "2020/05/04",
        "2020-05-04T12:48:14Z",
        "4th May 2020, 09:01 AM",
        "MAY 4 2020",
        "May. 4, 20209:01 AM",
        "04.05.2020",
        "4-May-2020",
        "Mon 4 May, 2020",
    ],
)
def test_dates(text: str) -> None:
    assert first_date(text) == MAY


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("11/19/2019", datetime.date(2019, 11, 19)),
        ("19/11/19", datetime.date(2019, 11, 19)),
        ("1/2/2020", None),
        ("31 June 2020", None),
        ("May 2020", None),
        ("dismay 4, 2020", None),
        ("1.2.3", None),
    ],
)
def test_uncertain_dates(text: str, date: datetime.date | None) -> None:
    assert first_date(text) == date


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Anna Berg", ["Anna Berg"]),
        ("By Anna Berg and Tom Lind", ["Anna Berg", "Tom Lind"]),
        ("By Anna Berg, Tom Lind and Ida van der Meer", ["Anna Berg", "Tom Lind", "Ida van der Meer"]),
        ("By ANNA BERG, Staff Writer", ["ANNA BERG"]),
        ("By Anna Berg, Oslo", ["Anna Berg"]),
        ("By Anna BergStaff Writer", ["Anna Berg"]),
        ("By Anna Berg | anna@harbour.example", ["Anna Berg"]),
        ("By Anna Berg - Harbour Contributor 2020-05-04T12:48:14Z Sea", ["Anna Berg"]),
        ("By Anna Berg On 5/14/20 at 4:00 PM", ["Anna Berg"]),
        ("by J. K. O'Hara — May 4, 2020", ["J. K. O'Hara"]),
        ("Written by: Anna Berg", ["Anna Berg"]),
        ("Written by\nAnna Berg", ["Anna Berg"]),
        ("Author: Anna Berg", ["Anna Berg"]),
        ("Anna Berg, Staff Writer", ["Anna Berg"]),
        ("May 4, 2020 by Anna Berg", ["Anna Berg"]),
        ("By Anna Berg Anna Berg", ["Anna Berg"]),
        ("Anna Berg | The Harbour Times", ["Anna Berg"]),
        ("ByAnna Berg", ["Anna Berg"]),
        ("Anna Berg and Tom Lind | Guest Columnists", ["Anna Berg", "Tom Lind"]),
        ("Posted on May 4, 2020 Posted by Anna Berg 5 Comments", ["Anna Berg"]),
        ("By\nAnna Berg on May 4, 2020", ["Anna Berg"]),
        ("Anna Berg May 4, 2020", ["Anna Berg"]),
        (f"{LONG}By Anna Berg", ["Anna Berg"]),
        (f"{LONG}Who owns the mill?\nBy Anna Berg\nTen trams to see\nBy Tom Lind", []),
        (LONG + "Who owns the mill?\nBy Anna Berg\n" * 3, []),
        (f"{ARTICLE}Anna Berg 2020-05-04 17:27:46", []),
        ("Anna Berg, The Correspondent", []),
        ("By STAFF REPORTER", []),
        ("By Staff Reports -", []),
        ("By The Associated Press", []),
        ("By Reuters", []),
        ("By admin", []),
        ("By the time Anna Berg left, it rained.", []),
        ("By Friday night all was lost", []),
        ("By Anna Berg's count there were nine.", []),
        ("By Monday Anna Berg had left the town.", []),
        ("By Design Alone the bridge stands.", []),
        ("Anna Berg, who wrote the report, left.", []),
        ("By\nThe bell rang twice.", []),
        ("Words fail me, said Anna Berg.", []),
    ],
)
def test_authors(text: str, authors: list[str]) -> None:
    assert read_authors(lines_of(text)) == authors


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("- The Harbour Times - Monday, May 4, 2020", MAY),
        ("Published: May 4, 2020\nUpdated: May 6, 2020", MAY),
        ("Updated: May 6, 2020\nFirst Published: Monday, May 04, 2020 08:38 AM", MAY),
        ("OSLO, Harbour Bureau | Updated : 4 May 2020, 09:01 AM", MAY),
        ("Last updated on 4 May 2020", MAY),
        ("May 4, 2020 / 12:21 AM / Updated 14 hours ago", MAY),
        ("Posted on May 4, 2020 by Admin", MAY),
        ("By Anna Berg - Live Harbour Contributor 2020-05-04T12:48:14Z Sea", MAY),
        (f"{ARTICLE}Published: May 4, 2020", MAY),
        (f"{ARTICLE}Ten trams to see\nMay 4, 2020", None),
        ("The bridge opened on May 4, 2020.", None),
        ("Published in many copies since May 4, 2020, it sells.", None),
        ("Will it open on May 4, 2020?", None),
        ("— Anna Berg (@annaberg) May 4, 2020", None),
    ],
)
def test_published(text: str, published: datetime.date | None) -> None:
    assert read_published(lines_of(text)) == published


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("- The Harbour Times - Monday, May 4, 2020", "The Harbour Times"),
        ("Harbour Tribune | May 4, 2020", "Harbour Tribune"),
        ("Copyright 2020 Harbour Media. All rights reserved.", "Harbour Media"),
        ("OSLO (Reuters) - The talks ended on Monday, the mayor said.", "Reuters"),
        ("(Continental Press) — The talks ended on Monday, he said.", "Continental Press"),
        ("Anna Berg | May 4, 2020", None),
        ("The talks (Monday) ended.", None),
    ],
)
def test_publisher(text: str, publisher: str | None) -> None:
    assert read_publisher(lines_of(text), text) == publisher


@pytest.mark.parametrize(
    ("text", "contributors"),
    [
        ("The Associated Press contributed to this report.", ["The Associated Press"]),
        ("• Anna Berg contributed to this report.", ["Anna Berg"]),
        ("Anna Berg and Tom Lind contributed reporting from Oslo.", ["Anna Berg", "Tom Lind"]),
        (
            "Associated Press writers Anna Berg in Oslo, Tom Lind and Ida Holm contributed to this report.",
            ["Anna Berg", "Tom Lind", "Ida Holm"],
        ),
        ("(Reporting by Anna Berg in Oslo; Editing by Tom Lind)", ["Anna Berg", "Tom Lind"]),
        ("Additional reporting by Anna Berg", ["Anna Berg"]),
        (
            "(Reporting by Anna Berg, Tom Lind, with reporting by Ida Holm, editing by Per Dahl.)",
            ["Anna Berg", "Tom Lind", "Ida Holm", "Per Dahl"],
        ),
        ("With files from Anna Berg", ["Anna Berg"]),
        ("Rain contributed to this report of a flood.", []),
        ("Reporting by hand is slow.", []),
        ("Edited by Tom Lind, the diary came out in May.", []),
        ("Reporting by Anna Berg led to the arrest of the mayor.", []),
    ],
)
def test_contributors(text: str, contributors: list[str]) -> None:
    assert read_contributors(lines_of(text)) == contributors


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("• Anna Berg can be reached at anna@harbour.example.", [("Anna Berg", "anna@harbour.example")]),
        (
            "• Anna Berg can be reached at anna@harbour.example or on 555-0142.",
            [("Anna Berg", "anna@harbour.example")],
        ),
        ("By Anna Berg | anna@harbour.example", [("Anna Berg", "anna@harbour.example")]),
        ("By Anna Berg\nanna@harbour.example", [("Anna Berg", "anna@harbour.example")]),
        ("Contact: desk@harbour.example", [(None, "desk@harbour.example")]),
        ("Email Anna Berg at anna@harbour.example or follow her.", [("Anna Berg", "anna@harbour.example")]),
        ("The ship wrote to desk@harbour.example before the storm came.", []),
        ("@annaberg", []),
    ],
)
def test_contacts(text: str, contacts: list[tuple[str | None, str]]) -> None:
    assert [(c["name"], c["email"]) for c in read_contacts(lines_of(text))] == contacts


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        (
            "Copyright (c) 2020 The Harbour Times. Click here for reprint permission.",
            ("The Harbour Times", 2020),
        ),
        ("© 2019 Harbour Media. All rights reserved (About Us).", ("Harbour Media", 2019)),
        ("Copyright 2019 Arle News. This material may not be published.", ("Arle News", 2019)),
        ("© 2015-2020 Harbour Media", ("Harbour Media", 2020)),
        ("© Copyright Harbour Media 2018", ("Harbour Media", 2018)),
        ("Harbour Media © 2018", ("Harbour Media", 2018)),
        ("Copyright © Harbour Media. All rights reserved.", ("Harbour Media", None)),
        ("© Copyright Harbour Media Limited", ("Harbour Media Limited", None)),
        ("© Getty Images", None),
        ("Copyright law has changed.", None),
        ("Copyright 2020 was stamped on the cup.", None),
        ("Copyright 2020", (None, 2020)),
        ("© Anna Berg The mayor on the quay on May 18, 2018.", None),
    ],
)
def test_rights(text: str, rights: tuple[str | None, int | None] | None) -> None:
    found = read_rights(lines_of(text))
    assert (None if found is None else (found["holder"], found["year"])) == rights


@pytest.mark.parametrize(
    ("text", "related"),
    [
        ("SEE ALSO: Ferry timetable grows", ["Ferry timetable grows"]),
        ("[Related: Who owns the mill?]", ["Who owns the mill?"]),
        ("READ MORE Harbour fees will double", ["Harbour fees will double"]),
        (
            "Related:\nRoof of town library to be mended in June\nMay 4, 2020\nCounty counts its readers",
            ["Roof of town library to be mended in June", "County counts its readers"],
        ),
        ("Most Read\nOne mill is sold\nLeave a comment", ["One mill is sold"]),
        (
            "Trending\nOne mill is sold\nTen trams to see\nWho owns it now",
            ["One mill is sold", "Ten trams to see", "Who owns it now"],
        ),
        ("Trending\nOne mill is sold\nIt was a good day for all.", []),
        (
            "More from Harbour Times\nOne mill is sold\nAnna Berg\nTen trams to see",
            ["One mill is sold", "Ten trams to see"],
        ),
        ("They may see also a crane: it is red.", []),
        ("Related costs rose.\nThe mill is sold", []),
    ],
)
def test_related(text: str, related: list[str]) -> None:
    assert read_related(lines_of(text)) == related


@pytest.mark.parametrize(
    "piece", ["a", "A b ", "By ", "a@", "By A B, ", "© 2", "Copyright ", "SEE ALSO: ", "- x - "]
)
def test_a_long_line_is_prose(piece: str) -> None:
    text = piece * 200_000
    assert Metadata().extract(Document("x", text))["authors"] == []
