"""What pages state of themselves: sources in their order, dates, names, hostile JSON-LD."""

import datetime
import json

import pytest
from docflow_html.facts.dates import read_date
from docflow_html.facts.facts import facts_of
from docflow_html.facts.json_ld import things_in
from docflow_html.facts.story import story_of
from docflow_html.facts.values import names, plain
from docflow_html.metadata import Metadata
from docflow_html.page.parse import parse

from docflow.plugin import Document


def facts(html: str) -> dict[str, object]:
    return facts_of(parse(html))


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-05-04", "2020-05-04"),
        ("2020-05-04T23:59:59+02:00", "2020-05-04"),
        ("20200504T101500Z", "2020-05-04"),
        ("2020/05/04 10:00", "2020-05-04"),
        ("Mon, 04 May 2020 08:00:00 GMT", "2020-05-04"),
        ("May 4th, 2020", "2020-05-04"),
        ("4 May 2020", "2020-05-04"),
        ("04/05/2020", None),
        ("2020-13-01", None),
        ("0001-01-01", None),
        ("20200", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20200504, None),
    ],
)
def test_dates(written: object, day: str | None) -> None:
    assert read_date(written) == (datetime.date.fromisoformat(day) if day else None)


def test_names() -> None:
    assert names(["By Anna Berg, Tom Lind and Wim Oos"]) == ["Anna Berg", "Tom Lind", "Wim Oos"]
    assert names(["Berg, Anna", "https://a.example/anna", "anna@a.example", "admin", ""]) == ["Berg, Anna"]
    assert names(["<a href='/x'>Anna Berg</a>", 7, None, ["x"]]) == ["Anna Berg"]
    assert plain(" a &amp;amp; b\n") == "a &amp; b"
    assert plain("High\u00ad water&#8203; \u3000 at&nbsp;noon") == "High water at noon"


def test_numbers_are_no_names_and_single_words_around_an_and_are_one() -> None:
    assert names(["262588213843476"]) == []
    assert names(["Boats & Tides"]) == ["Boats & Tides"]
    assert names(["Anna & Tom Berg"]) == ["Anna", "Tom Berg"]
    assert names(["Reuters; AP"]) == ["Reuters", "AP"]


def test_what_the_page_does_not_state_stays_as_the_record_has_it() -> None:
    page = '<title>Tides</title><meta property="og:image" content="/mole.png">'
    record = {
        "url": "https://a.example/uk/tides",
        "title": "no",
        "published": "2020-05-04",
        "authors": "Anna Berg",
    }
    told = Metadata().extract(Document("1", page, "pages.jsonl", record))
    assert told["url"] == "https://a.example/uk/tides"
    assert told["image"] == "https://a.example/mole.png"
    assert told["title"] == "Tides"
    assert told["published"] == datetime.date(2020, 5, 4)
    assert told["authors"] == ["Anna Berg"]
    assert told["site_name"] is None
    odd = Metadata().extract(Document("1", page, "pages.jsonl", {"url": 7, "authors": 7, "kind": ["x"]}))
    assert (odd["url"], odd["authors"], odd["kind"]) == (None, [], None)


def test_a_heading_with_a_link_to_itself_is_a_title_without_its_sign() -> None:
    assert (
        facts('<title>User guide - A</title><h1>User guide<a href="#a">\u00b6</a></h1>')["title"]
        == "User guide"
    )
    assert facts("<title>Boats in C# - A</title><h1>Boats in C#</h1>")["title"] == "Boats in C#"


def test_json_ld_goes_before_meta() -> None:
    page = ld({"@type": "Article", "headline": "A", "datePublished": "2020-01-02", "author": "Anna Berg"})
    page += (
        '<meta property="article:published_time" content="2019-01-01"><meta name=author content="Tom Lind">'
    )
    assert facts(page)["published"] == datetime.date(2020, 1, 2)
    assert facts(page)["authors"] == ["Anna Berg"]


def test_title_as_the_heading_has_it() -> None:
    assert facts("<title>Tides rise again - News, Sport | Times</title><h1>Tides rise again</h1>")[
        "title"
    ] == ("Tides rise again")
    assert facts("<title>Tides | Times</title><meta property=og:site_name content=Times>")["title"] == "Tides"
    assert facts("<title>Times</title><h1>Welcome to the sea</h1>")["title"] == "Times"


def test_time_counts_when_all_name_one_day() -> None:
    one, other = '<time datetime="2020-01-02T10:00">', '<time datetime="2020-01-03">'
    assert facts(one + one)["published"] == datetime.date(2020, 1, 2)
    assert facts(one + other)["published"] is None


def test_addresses_are_absolute() -> None:
    page = '<link rel=canonical href="https://a.example/x/y"><meta property=og:image content="../i.png">'
    assert facts(page)["image"] == "https://a.example/i.png"
    assert facts('<link rel=canonical href="/x"><meta property=og:url content="javascript:1">')["url"] is None


def test_story_of_a_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "Page"},
            {
                "@type": ["Article"],
                "headline": "H",
                "author": [{"@id": "#a"}],
                "articleBody": " B ",
                "image": ["/i"],
            },
            {"@type": "Person", "@id": "#a", "name": ["Anna Berg"]},
        ]
    }
    story = story_of(things_in([json.dumps(graph)]), "https://a.example/")
    assert story is not None
    assert (story.kind, story.headline, story.authors, story.body) == ("Article", "H", ["Anna Berg"], "B")
    assert story.image == "https://a.example/i"


def test_several_stories_need_an_address() -> None:
    two = [{"@type": "Article", "headline": h, "url": f"https://a.example/{h}"} for h in "xy"]
    assert story_of(things_in([json.dumps(two)])) is None
    story = story_of(things_in([json.dumps(two)]), "https://a.example/y")
    assert story is not None
    assert story.headline == "y"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        '{"a":' * 200_000 + "1" + "}" * 200_000,
        '{"@type": "Article", "headline": ' + "9" * 10_000 + "}",
        '{"@type": {"@type": [1, null]}, "headline": {"a": 1}}',
        '{"@id": "#a", "@type": "Article", "author": {"@id": "#a"}}',
        "[" + '{"@type": "Article"},' * 50_000 + "{}]",
        "not json",
        "",
        "null",
    ],
)
def test_hostile_json_ld(script: str) -> None:
    answer = facts(f'<script type="application/ld+json">{script}</script><title>T</title>')
    assert answer["title"] == "T"
    assert answer["authors"] == []


def test_json_ld_of_careless_hands() -> None:
    for script in (
        '<!-- {"@type": "Recipe", "name": "Soup",} -->',
        '//<![CDATA[\n{"@type": "Recipe", "name": "So\nup"}//]]>',
    ):
        assert facts(f"<script type=application/ld+json>{script}</script>")["kind"] == "Recipe"
