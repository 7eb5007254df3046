"""A name that nobody declared: quotes are offered where a text is asked for, and nowhere else."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.flowfile.file import FlowFile


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


@pytest.fixture
def only(tmp_path, installed):
    def check(text: str) -> Diagnostic:
        (finding,) = FlowFile(text, "a.flow", tmp_path, installed).check().diagnostics
        return finding

    return check


FROM, TO = 'from text("a.txt")\n', '\n| to jsonl("b.jsonl")\n'


@pytest.mark.parametrize(
    ("step", "replacement"),
    [
        ("drop when doc.id == english", '"english"'),
        ("drop when english == doc.id", '"english"'),
        ("drop when doc.id in [english]", '"english"'),
        ("expect doc.words > 3 else drop(bad)", '"bad"'),
        ("drop when doc.words < zzz", None),
        ("drop when zzz", None),
        ("set doc.x = zzz", None),
        ("set doc.x = zzz.txt", None),
        ("drop when length(zzz) > 3", None),
        ("clean.whitespace(max_blank: zzz)", None),
    ],
)
def test_quotes_are_offered_where_a_text_is_asked_for(only, step, replacement):
    finding = only(f"{FROM}| {step}{TO}")
    assert finding.code == "DF0202"
    assert (finding.fix.replacement if finding.fix else None) == replacement


def test_a_path_without_quotes_is_quoted_as_a_whole(only):
    finding = only(f"{FROM}| to jsonl(out.jsonl)")
    assert finding.fix is not None
    assert finding.fix.replacement == '"out.jsonl"'


def test_a_stage_says_that_it_sees_no_params_of_the_file(only):
    finding = only(f"param few: int = 3\nstage s {{ | drop when doc.words < few }}\n{FROM}| s{TO}")
    assert (finding.code, finding.fix) == ("DF0202", None)  # and no DF0208: it is used, in a wrong place
    assert finding.message == "a stage does not see the param `few`"
    assert "`(few: few)`" in (finding.help or "")


def test_a_step_given_as_a_value_is_no_text(only):
    finding = only(f"{FROM}| clean.whitespace(max_blank: clean.unicode){TO}")
    assert finding.fix is None
