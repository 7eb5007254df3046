"""What a newcomer writes: one mistake gives one finding, at its place; no finding where nothing is wrong."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.flowfile.file import FlowFile


@pytest.fixture(scope="module")
def installed() -> Catalog:
    return Catalog.installed()


@pytest.fixture
def found(tmp_path, installed):
    def check(text: str) -> list[Diagnostic]:
        return list(FlowFile(text, "a.flow", tmp_path, installed).check().diagnostics)

    return check


FROM = 'from text("a.txt")\n'
TO = '| to jsonl("b.jsonl")\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (
            'param a: glob =\nparam b: path = "x"\nfrom text(a) | to jsonl(b / "c")',
            "DF0101",
            1,
            "a value after `=`",
        ),
        (
            "param a: \nparam b: int = 3\n" + FROM + "| drop when doc.words < b\n" + TO,
            "DF0101",
            1,
            "after `:`",
        ),
        ("let a = \nflow x {\n" + FROM + TO + "}", "DF0101", 1, "a value after `=`"),
        (
            "use \nlet a = 3\n" + FROM + "| drop when doc.words < a\n" + TO,
            "DF0101",
            1,
            "the name of a plugin",
        ),
        ("flow x \n" + FROM + TO + "}", "DF0101", 1, "expected `{` after `x`"),
        (FROM + "| clean.\n" + TO, "DF0101", 2, "a name after `.`"),
        (FROM + "| expect doc.words >= else drop\n" + TO, "DF0101", 2, "a value after `>=`, found `else`"),
        ("flow x {\nwith workers:\n" + FROM + TO + "}", "DF0101", 2, "after `:`"),
        (FROM + '| clean.lines(drop: "x" "x")\n' + TO, "DF0104", 2, "a comma is missing"),
        (FROM + "| clean.unicode clean\n" + TO, "DF0105", 2, "a `|` is missing"),
        (FROM + "| drop doc.words < 3\n" + TO, "DF0101", 2, "`when` is missing"),
        (FROM + "| extract.pattern()\n| drop when doc.year == null\n" + TO, "DF0302", 2, "`pattern`"),
        (FROM + "| langdi.detect\n| langdi.detect\n" + TO, "DF0201", 2, "no plugin"),
        ('secret key = env("K")\n' + FROM + "| langdi.x(key: key)\n" + TO, "DF0201", 3, "no plugin"),
        ('secret key = env("K")\n' + FROM + "| clean.unicode(kee: key)\n" + TO, "DF0301", 3, "no argument"),
        ('include "none.flow" as none\n' + FROM + TO, "DF0205", 1, "no file"),
        (FROM + "| drop when doc.words > \n" + TO, "DF0101", 2, "a value after `>`"),
    ],
)
def test_one_mistake_is_one_finding_at_its_place(found, text, code, line, words):
    findings = found(text)
    assert [(f.code, f.span.line) for f in findings] == [(code, line)], [f.message for f in findings]
    assert words in findings[0].message


@pytest.mark.parametrize(
    "text",
    [
        "param p: regex\n" + FROM + "| extract.pattern(p)\n| drop when doc.year == null\n" + TO,
        'flow f { from jsonl("a.jsonl", fields: {year: "int?"}) | drop when (doc.year ?? 9) < 3 ' + TO + "}\n"
        'test "t" of f { given "a" with year: 1\n then run.kept == 0 }',
    ],
)
def test_nothing_is_found_where_nothing_is_wrong(found, text):
    assert [f.message for f in found(text)] == []


@pytest.mark.parametrize(
    ("step", "help_"),
    [
        ("filter doc.words > 3", '`expect CONDITION else drop("REASON")` keeps'),
        ('drop when doc.text contains "x"', "write `contains(TEXT, PART)`"),
        ('drop when doc.text.contains("x")', "`contains(doc.text, ...)`"),
        ('route { when doc.words > 1 => to jsonl("a") else => keep }', "steps stand in a block"),
        ('set doc.x = f"{length("ab")}"', "inside an f-text a quote gets a backslash"),
    ],
)
def test_habits_of_other_languages_get_the_way_of_this_one(found, step, help_):
    (finding,) = found(FROM + f"| {step}\n" + TO)
    assert help_ in (finding.help or "")


def test_a_misspelt_declaration_is_shown_beside_its_use(found):
    (finding,) = found('param otu: path = "x"\n' + FROM + '| to jsonl(out / "b")')
    assert [(label.span.line, label.text) for label in finding.labels] == [(1, "`otu` is declared here")]


def test_what_a_gate_and_an_include_may_not_be_asked(found, tmp_path):
    (tmp_path / "part.flow").write_text('param out: path = "x"\nsecret key = env("K")\nlet a = 1\n')
    findings = found('include "part.flow" as part\n' + FROM + "| to jsonl(part.out)")
    assert [f.code for f in findings] == ["DF0202"]
    assert findings[0].help == "an include brings stages and lets only; `out` is a param of it"


def test_a_flow_that_writes_nothing_is_found_by_check(found):
    findings = found("flow a { " + FROM + '| drop("why") }')
    assert [f.code for f in findings] == ["DF0401"]
    assert found("flow a { " + FROM + '| drop("why") }\nflow b { ' + FROM + TO + "}") == []


def test_files_name_the_reader_that_can_declare_fields(found):
    (finding,) = found('from files("a/*") | drop when doc.title == null ' + TO)
    assert 'jsonl("...", fields: {title: "text"})' in (finding.help or "")


def test_an_option_that_names_a_field_is_checked(found):
    pattern = '| extract.pattern(re"(?P<site>x)", from: "{}")\n'
    (finding,) = found(FROM + pattern.format("url") + TO)
    assert (finding.code, finding.span.line) == ("DF0207", 2)
    assert found(FROM + '| set doc.url = "x"\n' + pattern.format("url") + TO) == []
    assert found(FROM + pattern.format("source") + TO) == []
    (near,) = found(FROM + '| set doc.url = "x"\n' + pattern.format("ulr") + TO)
    assert near.fix is not None
    assert near.fix.replacement == '"url"'


def test_the_end_of_a_step_name_is_near_enough(found):
    findings = found(FROM + "| clean.unicode\n" + TO + "expect run.dropped_by.unicode < 3")
    assert findings[0].help == "did you mean `clean.unicode`?"
