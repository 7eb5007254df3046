"""What is proposed at a place; the texts are broken, as they are while somebody writes."""

import pytest

HEAD = """\
use news
param input: glob = "samples/inbox"
param lang: enum["en", "de"] = "en"
param least: int = 3
secret token = env("TOKEN")
let french = re"le"
# Spell it in one way.
stage tidy(max_blank: int = 1, form: text = "NFC") {
  | clean.unicode
}
flow inbox {
  with max_errors: 25%
  from files(input)
  | tidy as tidied
  | news.dateline
  | set doc.long = doc.words > 40
"""
TAIL = """
  | when doc.long { | set doc.inner = 1 }
  | to jsonl("out.jsonl")
}
"""
STEP = {
    "tidy", "clean.unicode", "clean.lines", "news.residue", "dedup.exact", "when", "route", "tee", "set",
    "to", "expect", "drop", "quarantine",
}  # fmt: skip
FIELDS = {"publisher", "published", "long", "id", "text", "source", "words", "chars", "lines"}

IN_FLOW = {
    "a step": ("| ¦", STEP, {"jsonl", "files", "inner", "least"}),
    "half a step": ("| cl¦", STEP, set()),
    "a component": ("| news.¦", {"residue", "dateline"}, {"news.residue", "unicode", "text"}),
    "a component of a plugin that the file does not name": ("| split.¦", {"paragraphs"}, set()),
    "an argument": ("| clean.lines(¦", {"drop", "keep", "only", "french"}, {"token", "doc"}),
    "an argument that is left": ('| clean.lines(drop: "x", ¦)', {"keep", "only"}, {"drop"}),
    "an argument of a stage": ("| tidy(¦)", {"max_blank", "form"}, {"least"}),
    "the words of an enum": (
        "| clean.unicode(form: ¦)",
        {'"NFC"', '"NFKC"', "lang"},
        {"doc", "token", "length"},
    ),
    "the words of an enum, begun": ('| clean.unicode(form: "N¦', {'"NFC"', '"NFKC"'}, {"lang"}),
    "true and false": ("| clean.whitespace(strip: ¦)", {"true", "false"}, {"null", "doc"}),
    "an elements of a list": ("| clean.lines(drop: [¦", {"lang", "french", 're"..."'}, {"drop"}),
    "what has an int": ("| clean.whitespace(max_blank: ¦)", {"least", "null", "length"}, {"upper", "token"}),
    "a field": ("| expect doc.¦", FIELDS, {"inner"}),
    "a field, begun": ("| drop when doc.lo¦ > 3", FIELDS, set()),
    "a field as an argument": ("| set doc.label = upper(doc.¦)", FIELDS, set()),
    "a field in an f-text": ('| set doc.label = f"a {doc.¦}"', FIELDS, {"doc"}),
    "a name in an f-text": ('| set doc.label = f"{{a}} {up¦', {"doc", "upper", "lang"}, {"token"}),
    "nothing outside of its braces": ('| set doc.label = f"{doc.id} ¦"', set(), {"doc"}),
    "the words of a param": ("| when lang == ¦ {}", {'"en"', '"de"'}, {"true"}),
    "the words of a param in a list": ('| when lang in ["en", ¦] {}', {'"en"', '"de"'}, set()),
    "a field to write": ("| set doc.¦", {"long", "publisher"}, {"text", "words"}),
    "what may stand in a condition": (
        "| expect ¦",
        {"doc", "least", "lang", "starts_with", "not"},
        {"run", "token"},
    ),
    "what goes on after a value": (
        "| expect doc.words > 3 ¦",
        {"and", "or", "else", "as", "on"},
        {"doc", "least"},
    ),
    "an outcome of an expect": (
        "| expect doc.long else ¦",
        {"fail", "warn", "drop", "quarantine"},
        {"skip", "retry"},
    ),
    "an outcome of an error": (
        "| tidy on error ¦",
        {"fail", "skip", "drop", "quarantine", "retry"},
        {"warn"},
    ),
    "the last outcome": ("| tidy on error retry(2) then ¦", {"quarantine", "drop"}, {"warn"}),
    "a unit of time": ("| tidy on error retry(2, wait: 5¦)", {"5s", "5m", "5ms"}, {"5MB", "5%"}),
    "an arm": ("| route { when doc.long => ¦ }", {"keep", "drop", "quarantine", "tidy"}, {"skip", "jsonl"}),
    "the words of a route": ("| route { ¦", {"when", "else"}, {"tidy"}),
    "a sink": ("| to ¦", {"jsonl", "csv", "markdown"}, {"files", "tidy"}),
    "a sink in a tee": ("| tee { | to ¦ }", {"jsonl", "csv"}, set()),
    "nothing in a comment": ("| tidy # so ¦", set(), {"tidy", "doc"}),
    "an allow": ("| tidy # docf¦", {"docflow: allow"}, {"tidy"}),
    "the word of an allow": ("| tidy # docflow: ¦", {"allow"}, {"tidy"}),
    "the codes of an allow": ("| tidy # docflow: allow ¦", {"DF0208", "DF0605"}, {"because", "tidy"}),
    "the rest of an allow": ("| tidy # docflow: allow DF0208 ¦", {"because", "DF0605"}, {"DF0208"}),
    "nothing in the reason": ("| tidy # docflow: allow DF0208 because ¦", set(), {"tidy"}),
    "a pattern": ("| expect doc.text matches ¦", {"french", 're"..."'}, {"lower"}),
    "what is set": ("| set ¦", {"doc"}, {"tidy"}),
    "nothing in a text": ('| drop("¦")', set(), {"doc", "tidy"}),
}


@pytest.mark.parametrize("name", IN_FLOW)
def test_in_a_flow(proposals, name):
    line, there, absent = IN_FLOW[name]
    found = set(proposals(f"{HEAD}  {line}{TAIL}"))
    assert there <= found, f"missing: {there - found}"
    assert not absent & found
    if not there:
        assert not found


ELSEWHERE = {
    "an item": ("¦\n", {"docflow", "use", "param", "flow", "stage", "test", "from"}, {"doc", "when"}),
    "a plugin": ("use ¦\n", {"news", "clean"}, {"core"}),
    "a type": ("param x: ¦", {"text", "int", "list", "enum"}, {"news"}),
    "the type of an element": ("param x: list[¦", {"text", "int"}, set()),
    "a default": ('param x: enum["a", "b"] = ¦', {'"a"', '"b"'}, {"length"}),
    "a let": ("param a: int = 1\nlet b = ¦", {"a", "length", 're"..."'}, {"doc"}),
    "a source": ("from ¦", {"files", "jsonl", "csv"}, {"tidy", "markdown.x"}),
    "another flow": ('flow a { from files("x") | to jsonl("y") }\nflow b { from flow.¦ }', {"a"}, set()),
    "a second source": ('from files("x"), ¦', {"jsonl"}, {"least"}),
    "an argument of a source": ('from jsonl("a", ¦', {"text", "fields"}, {"path"}),
    "a setting": ("flow a { with ¦", {"max_doc", "max_errors"}, set()),
    "a unit of size": ("flow a { with max_doc: 10¦", {"10MB", "10KiB"}, {"10s"}),
    "any unit": ("let a = 10¦", {"10MB", "10s", "10%"}, set()),
    "what a flow begins with": ("flow a { ¦", {"from", "with", "on"}, {"when"}),
    "a param of a stage": ("stage a(x: ¦", {"text", "int"}, set()),
    "declared fields": ('from csv("x", fields: {year: "int"}) | drop when doc.¦', {"year", "text"}, set()),
    "a file": ("include ¦", set(), {"lower", "upper"}),
    "the name of a test": ("test ¦", set(), {"lower"}),
    "a size": ("flow a { with max_doc: ¦", {"1MB", "1GB"}, {"1s", "doc", "1%"}),
    "a condition of a param": ("param least: int = 3 where ¦", {"least", "length"}, {"doc"}),
    "no flow that reads itself": (
        'flow a { from files("x") | to jsonl("y") }\nflow b {\n  from ¦',
        {"flow.a", "files"},
        {"flow.b"},
    ),
    "a setting of a flow that is not closed": (
        "param n: int = 1\nstage s(m: int = 1) {\n  | clean.unicode\n}\nflow a {\n  with workers: ¦",
        {"n"},
        {"m", "doc"},
    ),
    "a secret": ("from ¦", {"files"}, {"token"}),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_elsewhere(proposals, name):
    text, there, absent = ELSEWHERE[name]
    found = set(proposals(text))
    assert there <= found, f"missing: {there - found}"
    assert not absent & found


GATES_AND_TESTS = {
    "a gate": ("  ¦\n}", {"expect"}, set()),
    "the sums": ("  expect run.¦\n}", {"seen", "kept", "dropped_by"}, {"words"}),
    "the steps": ("  expect run.dropped_by.¦\n}", {"tidied", "news.dateline"}, {"kept"}),
    "an outcome of a gate": ("  expect run.kept > 0 else ¦\n}", {"fail", "warn"}, {"drop"}),
    "a target": ('}\ntest "a" of ¦', {"inbox", "tidy"}, {"news"}),
    "an argument of a target": ('}\ntest "a" of inbox(¦) { }', {"least", "input"}, {"token"}),
    "a clause": ('}\ntest "a" of inbox { ¦ }', {"given", "mock", "then"}, set()),
    "a step to replace": ('}\ntest "a" of inbox { given "a" mock ¦ }', {"tidied", "news.dateline"}, set()),
    "a claim": ('}\ntest "a" of inbox { given "a" then ¦ }', {"doc", "run", "sink"}, {"token"}),
    "a claim about a field": ('}\ntest "a" of inbox { given "a" then doc.¦ }', {"long", "text"}, set()),
    "a claim about a sink": ('}\ntest "a" of inbox { given "a" then sink.¦ }', {"count", "first"}, set()),
    "a given document": ('}\ntest "a" of inbox { given ¦ }', {"lower", "french"}, {"doc", "run", "sink"}),
    "a given field": ('}\ntest "a" of inbox { given "a" with ¦ }', {"id", "source"}, {"max_doc"}),
}


@pytest.mark.parametrize("name", GATES_AND_TESTS)
def test_in_gates_and_tests(proposals, name):
    tail, there, absent = GATES_AND_TESTS[name]
    found = set(proposals(f'{HEAD}  | to jsonl("out.jsonl")\n{tail}'))
    assert there <= found, f"missing: {there - found}"
    assert not absent & found


def test_secret_arguments_take_secrets_only(proposals, catalog):
    """No built-in component has one; the token shows up nowhere else."""
    assert "token" not in proposals(f"{HEAD}  | expect ¦{TAIL}")


def test_what_fits_stands_first(proposals):
    found = proposals(f"{HEAD}  | clean.whitespace(max_blank: ¦){TAIL}")
    assert next(iter(found)) == "least"
    assert found["least"].detail == "int = 3"
    assert found["lang"].rank > found["length"].rank > found["least"].rank


UNFINISHED = {
    "a condition": ("  | drop when ¦", "doc"),
    "a condition behind another step": ("  | clean.unicode\n  | set doc.n = ¦", "doc"),
    "an arm": ("  | route {\n    when ¦", "doc"),
    "a gate": ('  | to jsonl("x")\n  expect ¦', "run"),
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_the_document_stands_first_where_a_flow_ends_in_what_is_being_written(proposals, name):
    line, first = UNFINISHED[name]
    found = proposals(f'param n: int = 1\nflow a {{\n  from files("x")\n{line}')
    assert next(iter(found)) == first
    assert not {"doc", "run", "sink"} & set(found) - {first}


def test_fields_at_the_end_of_what_is_written(proposals):
    start = 'from files("x")\n| news.metadata\n| set doc.long = doc.words > 9\n| drop when '
    for end in ("doc.¦", "not doc.¦"):
        assert {"publisher", "long", "words"} <= set(proposals(f"use news\n{start}{end}"))


def test_words_come_in_the_order_in_which_they_are_written(proposals):
    assert list(proposals("¦\n"))[:3] == ["docflow", "use", "include"]
    assert list(proposals('flow a { from files("x") | route { ¦'))[:2] == ["when", "else"]
    assert next(iter(proposals(f'{HEAD}  | to jsonl("x")\n}}\ntest "a" of inbox {{ ¦ }}'))) == "given"


def test_words_that_begin_a_block_bring_it(proposals):
    assert proposals("¦\n")["flow"].snippet.startswith("flow ${1:name} {")
    assert proposals(f"{HEAD}  | ¦{TAIL}")["tee"].snippet == "tee { | to $0 }"
    assert proposals("from files() | drop ¦")["when"].snippet is None


def test_codes_of_warnings_stand_first(proposals):
    found = proposals('use news\nfrom jsonl("x") | to jsonl("y") # docflow: allow ¦')
    assert next(iter(found)) == "DF0208"
    assert found["DF0208"].detail == "unused"


def test_brackets_without_end(proposals):
    assert proposals("let a = " + "(" * 3000 + "¦") is not None


def test_what_a_proposal_says(proposals):
    found = proposals(f"{HEAD}  | ¦{TAIL}")
    assert found["clean.lines"].doc.startswith("```flow\nclean.lines(")
    assert found["tidy"].detail == 'tidy(max_blank: int = 1, form: text = "NFC")'
    assert "Spell it in one way." in found["tidy"].doc
    assert found["route"].doc == "Sends each document down the first arm whose condition holds."
    field = proposals(f"{HEAD}  | expect doc.¦{TAIL}")["publisher"]
    assert field.detail == "text?, written by news.dateline (line 15)"
    arguments = proposals(f"{HEAD}  | clean.unicode(¦){TAIL}")
    assert arguments["quotes"].snippet == "quotes: ${1|true,false|}"
    assert arguments["quotes"].insert == "quotes: "


def test_a_plugin_that_is_not_named_is_proposed_by_its_namespace(proposals):
    found = proposals('from files("x")\n| ¦\n| to jsonl("y")')
    assert found["news"].insert == "news."
    assert "docflow-news" in found["news"].detail
    assert "news.residue" not in found


def test_an_alias_of_a_plugin(proposals):
    text = 'use news as paper\nfrom files("x")\n| ¦\n| to jsonl("y")'
    assert "paper.residue" in proposals(text)
    assert "residue" in proposals(text.replace("| ¦", "| paper.¦"))


def test_files_between_quotes(proposals, tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.flow").write_text("")
    (tmp_path / "note.txt").write_text("")
    assert set(proposals('include "¦"', folder=tmp_path)) == {'"parts/"'}
    assert set(proposals('include "parts/¦"', folder=tmp_path)) == {'"parts/a.flow"'}
    assert set(proposals('from files("¦") | to jsonl("x")', folder=tmp_path)) == {'"parts/"', '"note.txt"'}
    assert proposals('include "¦"', folder=tmp_path / "gone") == {}
    assert proposals('include "/¦"', folder=tmp_path) == {}
