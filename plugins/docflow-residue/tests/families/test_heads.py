"""The heads of a phrase are the first words of exactly the lines that it can begin."""

import pytest
from docflow_residue.families.heads import head, heads, options

WORDS = {"n": "[0-9][0-9.,]*", "net": "facebook|twitter", "name": "[A-Z][a-z]+"}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("share", {"share"}),
        ("share (?:this|that)", {"share"}),
        ("(?:see|read) also", {"see", "read"}),
        ("(?:please )?share", {"please", "share"}),
        ("e-?mail", {"e", "email"}),
        ("posts?", {"post", "posts"}),
        ("don't miss", {"don"}),
        ("<n> comments", {"0"}),
        ("\\(?<n>\\)?", {"0"}),
        ("on <net>", {"on"}),
        ("<net> on", {"facebook", "twitter"}),
        ("sku:?.*", {"sku"}),
        ("相关阅读.*", {"相"}),
        ("personali[sz]e it", {"personalise", "personalize"}),
        ("(?-i:By|BY) <name>", {"by"}),
        ("<name> said", None),
        (".* said", None),
        ("[^ ]+ said", None),
        ("©.*", None),
    ],
)
def test_heads(phrase: str, expected: set[str] | None) -> None:
    found = heads(phrase, WORDS)
    assert (None if found is None else set(found)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Share this", "share"),
        ("• Share", "share"),
        ("12 posts", "0"),
        ("相关", "相"),
        ("Écrit", "écrit"),
        ("—", ""),
        ("", ""),
    ],
)
def test_head_of_a_line(line: str, expected: str) -> None:
    assert head(line) == expected


def test_options_are_split_at_bars_outside_groups() -> None:
    assert options("a|b(?:c|d)|[e|f]|\\|g") == ["a", "b(?:c|d)", "[e|f]", "\\|g"]
