"""Habits of other languages: one finding where the habit stands, and what follows is still checked."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.flowfile.file import FlowFile
from docflow.lang.fixing import mend


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


@pytest.fixture
def look(tmp_path, installed):
    def check(text: str) -> tuple[Diagnostic, ...]:
        return FlowFile(text, "a.flow", tmp_path, installed).check().diagnostics

    return check


FROM, TO = 'from text("a.txt")\n', '\n| to jsonl("b.jsonl")\n'


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        (f"use news 1.0\n{FROM}| news.residue{TO}", f'use news "~=1.0"\n{FROM}| news.residue{TO}'),
        (
            f"use news >= 1.0.dev0\n{FROM}| news.residue{TO}",
            f'use news ">=1.0.dev0"\n{FROM}| news.residue{TO}',
        ),
        (f"from text(a/*.txt){TO}", f'from text("a/*.txt"){TO}'),
        (f"{FROM}| clean.unicode on error: skip{TO}", f"{FROM}| clean.unicode on error skip{TO}"),
        (f"{FROM}|| clean.unicode{TO}", f"{FROM}| clean.unicode{TO}"),
        (f"{FROM}| clean.unicode |{TO}", f"{FROM}| clean.unicode{TO}"),
        (f'{FROM}| clean.lines(drop: "a", "b"]){TO}', f'{FROM}| clean.lines(drop: ["a", "b"]){TO}'),
        (f'{FROM}| clean.lines(drop: ["^\\s+$"]){TO}', f'{FROM}| clean.lines(drop: [re"^\\s+$"]){TO}'),
        (f'{FROM}| set doc.at = "C:\\data"{TO}', f'{FROM}| set doc.at = "C:\\\\data"{TO}'),
        (
            f"flow a {{ {FROM}{TO} }}\nflow b {{ from a{TO} }}",
            f"flow a {{ {FROM}{TO} }}\nflow b {{ from flow.a{TO} }}",
        ),
        (f"{FROM}{TO}\nexpect run.written > 3", f"{FROM}{TO}\nexpect run.kept > 3"),
        (f"{FROM}| to jsonl(b.jsonl)", f'{FROM}| to jsonl("b.jsonl")'),
        (f'{FROM}| clean.lines(drop: ["a",, "b"]){TO}', f'{FROM}| clean.lines(drop: ["a", "b"]){TO}'),
        (f"{FROM}| set doc.m = {{a: 1; b: 2}}{TO}", f"{FROM}| set doc.m = {{a: 1, b: 2}}{TO}"),
        (f"{FROM}| route {{ else => keep, }}{TO}", f"{FROM}| route {{ else => keep }}{TO}"),
        (f"flow my-flow {{ {FROM}{TO} }}", f"flow my_flow {{ {FROM}{TO} }}"),
        (f"flow a-b-c {{ {FROM}{TO} }}", f"flow a_b_c {{ {FROM}{TO} }}"),
        (
            f"flow a {{ with max_doc: 10 MB {FROM}{TO} }}",
            f"flow a {{ with max_doc: 10MB {FROM}{TO} }}",
        ),
    ],
)
def test_a_habit_is_one_finding_and_its_fix_is_what_was_meant(look, written, mended):
    (finding,) = look(written)
    assert mend(written, look, "a.flow").text == mended, finding


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"from news import byline\n{FROM}| news.byline{TO}", "nothing is imported by name"),
        (f'{FROM}| expect doc.words > 5, "short"{TO}', "the outcome stands behind `else`"),
        (f"{FROM}where doc.words > 5{TO}", "unknown word `where`"),
        (
            f"{FROM}| route {{ when doc.words > 5 => keep else => keep else => drop }}{TO}",
            "a route has one `else`",
        ),
        (f"{FROM}| route {{ else => keep when doc.words > 5 => drop }}{TO}", "`else` is the last arm"),
        (f"flow a {{ {FROM}with max_doc: 10MB{TO} }}", "`with` stands before the source"),
        (f"flow a {{ {FROM}on error skip{TO} }}", "`on error` stands before the source"),
        (f"{FROM}| set doc.x = doc.words ** 2{TO}", "there is no `**`"),
        (f"{FROM}| set doc.x = doc.words // 2{TO}", "there is no `//`"),
        (f"{FROM}with max_doc: 10MB{TO}", "a pipeline without a name has no settings"),
        (f"{FROM}| expect doc.words > 5 or drop{TO}", "there is no name `drop` here"),
    ],
)
def test_what_has_no_certain_fix_is_one_finding_without_any(look, text, message):
    (finding,) = look(text)
    assert message in finding.message
    assert finding.fix is None


def test_a_setting_behind_the_source_is_checked_all_the_same(look):
    found = look(f'flow a {{\n{FROM}with workers: "4"\n| clean.unicod{TO} }}')
    assert [f.code for f in found] == ["DF0101", "DF0303", "DF0201"]


def test_a_test_that_cannot_be_read_hides_no_other(look):
    test = '{ given "a"\n then doc.text == "a" }'
    found = look(
        f'stage tidy {{ | clean.unicode }}\n{FROM}| tidy{TO}\ntest "x" {test}\ntest "y" of tidi {test}\n'
    )
    assert [f.code for f in found] == ["DF0101", "DF0601"]


def test_a_broken_line_hides_the_names_that_it_may_declare_and_no_others(look):
    found = look(
        f"{FROM}| set doc.a = doc.text[0]\n| set doc.b = doc.text.uper()\n| drop when doc.x == 3{TO}"
    )
    assert [(f.code, f.span.line) for f in found][:2] == [("DF0101", 2), ("DF0202", 3)]


def test_a_name_with_a_hyphen_is_found_where_it_is_declared_and_used(look):
    text = 'param {0}: path = "x"\n' + FROM + '| to jsonl({0} / "b.jsonl")'
    assert [f.code for f in look(text.format("out-dir"))] == ["DF0101", "DF0202"]
    assert mend(text.format("out-dir"), look, "a.flow").text == text.format("out_dir")


def test_a_test_without_a_document_is_told_of(look):
    (finding,) = look(f'flow a {{ {FROM}{TO} }}\ntest "x" of a {{ then run.kept == 0 }}')
    assert (finding.code, finding.severity) == ("DF0602", "warning")


@pytest.mark.parametrize(
    ("text", "code", "help_", "fix"),
    [
        (f"{FROM}| clean.unicode(form: nfd){TO}", "DF0202", 'did you mean `"NFC"`?', '"NFC"'),
        (f"{FROM}| clean.unicode(form: none){TO}", "DF0202", 'did you mean `"none"`?', '"none"'),
        (
            f"{FROM}| clean.unicode(form: all){TO}",
            "DF0202",
            'it takes one of "NFC", "NFKC", "none"',
            None,
        ),
        (f"{FROM}| to o.jsonl", "DF0201", 'write `jsonl("o.jsonl")`', 'jsonl("o.jsonl")'),
        (f"{FROM}| to o.jsonl(x: 1)", "DF0201", 'write `jsonl("o.jsonl")`', None),
        (f"from in.txt{TO}", "DF0201", 'write `text("in.txt")`', 'text("in.txt")'),
        (
            f"{FROM}| map(clean.unicode){TO}",
            "DF0201",
            "`| set doc.x = VALUE` writes a field; text is changed by components only",
            None,
        ),
        (
            f'{FROM}| clean.unicode{TO}test "x" {{\n  given "a"\n  then doc.text == "a"\n}}\n',
            "DF0101",
            'name the flow or stage that it tests: `test "x" of NAME {`',
            None,
        ),
        (
            f"{FROM}| clean.unicode{TO}expect.out run.kept > 3\n",
            "DF0101",
            'an expectation is written `expect CONDITION else drop("REASON")`',
            None,
        ),
        (f"{FROM}| clean.unicode(\n  ){TO}", "DF0701", None, ""),
    ],
)
def test_one_finding_with_a_fix_that_holds_or_none(look, text, code, help_, fix):
    (found,) = look(text)
    assert (found.code, found.help, found.fix and found.fix.replacement) == (code, help_, fix)
    if fix is not None:
        assert mend(text, look, "a.flow").left == ()
