import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from docflow.lang.check.versions import parse_specifier, satisfies


@pytest.mark.parametrize(
    ("version", "specifier", "answer"),
    [
        ("1.0.0.dev0", "~=1.0", True),
        ("1.9", "~=1.0", True),
        ("2.0", "~=1.0", False),
        ("1.4.9", "~=1.4.2", True),
        ("1.5.0", "~=1.4.2", False),
        ("1.4.7", "==1.4.*", True),
        ("1.5", "!=1.4.*", True),
        ("1.5", ">=1.2, <2", True),
        ("2.0rc1", ">=1.2, <2", False),
        ("local-build", ">=9", True),
    ],
)
def test_satisfies(version, specifier, answer):
    clauses = parse_specifier(specifier)
    assert clauses is not None
    assert satisfies(version, clauses) is answer


@pytest.mark.parametrize("text", ["", "1.0", "~=1", ">=1.*", "=1.0", ">= one", ">=1,", "^1.0"])
def test_a_specifier_that_cannot_be_read(text):
    assert parse_specifier(text) is None


releases = st.lists(st.integers(0, 3), min_size=2, max_size=3).map(lambda ns: ".".join(map(str, ns)))


@given(releases, st.sampled_from(["~=", "==", "!=", ">=", "<=", ">", "<"]), releases)
def test_final_releases_compare_as_packaging_does(version, op, wanted):
    clauses = parse_specifier(op + wanted)
    assert clauses is not None
    assert satisfies(version, clauses) is SpecifierSet(op + wanted).contains(version)
