"""Which suffix names the format."""

import pytest

from docflow.io.suffixes import stem_of, suffix_of


@pytest.mark.parametrize(
    ("name", "suffix", "stem"),
    [
        ("a.b.txt", ".txt", "a.b"),
        ("x.y/A.JSONL.GZ", ".jsonl", "x.y/A"),
        ("a.zst", "", "a"),
        ("README", "", "README"),
        ("x.d/README", "", "x.d/README"),
        (".hidden", "", ".hidden"),
        ("d/.gz", "", "d/.gz"),
        ("d/.hidden.gz", "", "d/.hidden"),
        ("end.", "", "end."),
    ],
)
def test_suffix_and_stem(name: str, suffix: str, stem: str) -> None:
    assert suffix_of(name) == suffix
    assert stem_of(name) == stem
