"""The digest of a plan does not change with comments, layout, argument order or the way of writing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.lang.elaborate import Values, elaborate
from docflow.lang.syntax.parse import parse
from docflow.plan.digest import digest

WORDS = [
    ("param", " limit:", " int", " =", " 40", "\n"),
    ("flow", " one", " {", "\n"),
    ("with", " {settings}", "\n"),
    ("from", " table", "(", "{source}", ")", "\n"),
    ("|", " clean.whitespace", "(", "max_blank:", " 2", ")", " as", " tidy", "\n"),
    ("|", " when", " doc.lang", " ==", ' "en"', " {", " |", " news.score", " }", "\n"),
    ("|", " drop", " when", " doc.words", " <", " limit", " on error", " retry", "(", "{retry}", ")", "\n"),
    ("|", " to", " jsonl", "(", '"out.jsonl"', ")", "\n"),
    ("}",),
]
TOKENS = [token for line in WORDS for token in line]
SETTINGS = ["workers: 2", "max_doc: 1MB", "max_errors: 1%"]
SOURCE = ['path: "a.txt"', 'columns: {lang: "text"}']
RETRY = ["times: 2", "wait: 5s"]
blank = st.sampled_from([" ", "  ", "\n", " # why\n", "\n\n  # | to nowhere()\n", "\t"])


def digest_of(text: str, catalog: Catalog) -> str:
    parsed = parse(text, "main.flow")
    done = elaborate(parsed.program, catalog, values=Values())
    assert [*parsed.diagnostics, *done.diagnostics] == [], text
    assert done.plan is not None
    return digest(done.plan)


def written(blanks: list[str], settings: list[str], source: list[str], retry: list[str]) -> str:
    text = ""
    for token, space in zip(TOKENS, blanks, strict=True):
        filled = (
            token.format(settings=", ".join(settings), source=", ".join(source), retry=", ".join(retry))
            if token.strip() in ("{settings}", "{source}", "{retry}")
            else token
        )
        text += filled + (space if token.endswith("\n") or filled[-1:] in "(),{}" else "")
    return text


@settings(max_examples=60)
@given(
    st.lists(blank, min_size=len(TOKENS), max_size=len(TOKENS)),
    st.permutations(SETTINGS),
    st.permutations(SOURCE),
    st.permutations(RETRY),
)
def test_layout_comments_and_order_do_not_change_the_digest(sample_catalog, blanks, one, two, three):
    plain = written([" "] * len(TOKENS), SETTINGS, SOURCE, RETRY)
    assert digest_of(written(blanks, one, two, three), sample_catalog) == digest_of(plain, sample_catalog)


def test_what_a_flow_does_changes_the_digest(sample_catalog):
    plain = written([" "] * len(TOKENS), SETTINGS, SOURCE, RETRY)
    changes = [
        ("2)", "3)"),
        ('"en"', '"fr"'),
        ("40", "41"),
        ("5s", "6s"),
        ("as tidy", "as tidied"),
        ("1%", "2%"),
    ]
    found = {digest_of(plain.replace(old, new), sample_catalog) for old, new in [("x", "x"), *changes]}
    assert len(found) == len(changes) + 1


def test_how_it_is_written_does_not_change_the_digest(sample_catalog):
    start = 'let n = 20\nfrom text("a.txt") | drop when doc.words < {} | to jsonl("b.jsonl")'
    ways = ["n", "20", "10 + 10", "2_0", "(20)"]
    assert (
        len(
            {
                digest_of(
                    start.format(way).replace("let n = 20\n" if way != "n" else "-", ""), sample_catalog
                )
                for way in ways
            }
        )
        == 1
    )
