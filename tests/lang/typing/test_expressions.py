"""Expressions: types, values, what they lower to, and every mistake with its place."""

# ruff: noqa: E501 - a table of cases reads best with one case a line

import datetime

import pytest
from attrs import evolve

from docflow.lang.findings import Findings
from docflow.lang.syntax.parse import parse
from docflow.lang.typing.expressions import condition, type_of_expr
from docflow.lang.typing.scope import Absent, Binding, Field, Scope
from docflow.lang.typing.typed import Typed
from docflow.model import (
    ANY,
    BOOL,
    DATE,
    FLOAT,
    INT,
    PATH,
    REGEX,
    TEXT,
    Place,
    Regex,
    Type,
    list_of,
    map_of,
)
from docflow.plan import expr as ir
from docflow.plugin import function
from docflow.std.formats.functions import FUNCTIONS

RECORD = Type("record", members=(("holder", TEXT), ("year", INT)))
LANG = Type("enum", choices=("en", "fr", "de"))
FIELDS = {
    "lang": Field(LANG, "`langid.detect` (line 3)"),
    "publisher": Field(TEXT.maybe()),
    "published": Field(DATE.maybe()),
    "day": Field(DATE),
    "authors": Field(list_of(TEXT)),
    "copyright": Field(RECORD.maybe()),
    "score": Field(FLOAT),
    "meta": Field(map_of(TEXT)),
    "n": Field(INT.maybe()),
    "anything": Field(ANY),
}
NAMES = {
    "limit": Binding(INT, 40),
    "late": Binding(INT),
    "out": Binding(PATH, Place("out")),
    "pattern": Binding(REGEX, Regex("a+")),
    "token": Binding(TEXT, object(), "secret"),
    "strict": Binding(BOOL, True),
    "label": Binding(TEXT.maybe(), None),
    "known": Binding(map_of(INT), {"a": 1}),
}
ABSENT = {
    "long": Absent("later", "`set doc.long` (line 9)"),
    "grade": Absent("arm", "`score.readability` (line 4)"),
}
STEP = Scope(
    names=NAMES,
    modules={"common": {"size": Binding(INT, 7, "let")}},
    functions={f.name: f for f in FUNCTIONS},
    roots=frozenset({"doc"}),
    fields=FIELDS,
    absent=ABSENT,
)
GATE = Scope(names=NAMES, roots=frozenset({"run"}), steps=("short", "news.residue"))
TEST = Scope(roots=frozenset({"doc", "run", "sink"}), fields=FIELDS, sinks={"jsonl": FIELDS})


def check(text: str, scope: Scope = STEP, *, conditional: bool = False) -> tuple[Typed, Findings, str]:
    """Check the text as the value of a `let`."""
    source = "let x = " + text
    parsed = parse(source, "x.flow")
    assert parsed.diagnostics == ()
    findings = Findings()
    node = parsed.program.items[0].value  # type: ignore[union-attr]
    typed = (condition if conditional else type_of_expr)(node, scope, findings)
    return typed, findings, source


def good(text: str, scope: Scope = STEP) -> Typed:
    typed, findings, _ = check(text, scope)
    assert findings.diagnostics == []
    assert not typed.wrong
    return typed


VALUES = [
    ("1_000", "int", 1000),
    ("2.50", "float", 2.5),
    ("10MB", "size", 10_000_000),
    ("1.5KB", "size", 1500),
    ("4KiB", "size", 4096),
    ("20%", "ratio", 0.2),
    ("200ms", "duration", 0.2),
    ("1.5h", "duration", 5400.0),
    ('"a" + "b"', "text", "ab"),
    ("[1] + [2]", "list[int]", (1, 2)),
    ("3MB * 2", "size", 6_000_000),
    ("2 * 5s", "duration", 10.0),
    ("6MB / 2MB", "float", 3.0),
    ("10 / 4", "float", 2.5),
    ("7 / 0", "float", 0.0),
    ("7 - 9 * 2", "int", -11),
    ("1 + 0.5", "float", 1.5),
    ("20% + 5%", "ratio", 0.25),
    ("1m / 1s", "float", 60.0),
    ("-limit", "int", -40),
    ('out / "md"', "path", Place("out/md")),
    ("common.size + 1", "int", 8),
    ("known.a", "int", 1),
    ("known.b", "int?", None),
    ('label ?? "none"', "text", "none"),
    ("[1, 2.5]", "list[float]", (1, 2.5)),
    ('{a: 1, "b c": [true]}', "{a: int, b c: list[bool]}", {"a": 1, "b c": (True,)}),
    ('lower("ABC")', "text", "abc"),
    ('replace(old: "a", new: "b", text: "aa")', "text", "bb"),
    ('date("2020-05-04")', "date", datetime.date(2020, 5, 4)),
    ('year(date("2020-05-04"))', "int", 2020),
    ('f"{{{limit}}} \\"x\\" \\u{e9}"', "text", '{40} "x" é'),
    ('f"{label ?? \\"none\\"}"', "text", "none"),
    ('"b" in ["a", "b"]', "bool", True),
    ("3 not in [1, 2]", "bool", True),
    ('"aab" matches pattern', "bool", True),
    ('"x" matches pattern or strict', "bool", True),
    ('not ("a" < "b")', "bool", False),
]


@pytest.mark.parametrize(("text", "type_", "value"), VALUES, ids=[v[0] for v in VALUES])
def test_constants_are_folded_with_their_type(text: str, type_: str, value: object) -> None:
    typed = good(text)
    assert (str(typed.type), typed.value) == (type_, value)
    assert type(typed.value) is type(value)


DOC = ir.DocField
LOWERED = [
    ("doc.words > limit", "bool", ir.Compare(">", DOC(("words",)), ir.Const(40))),
    ("doc.words / 3", "float", ir.Arith("/", DOC(("words",)), ir.Const(3))),
    ('doc.lang in ["fr", "de"]', "bool", ir.Contains(DOC(("lang",)), ir.Const(["fr", "de"]))),
    ('doc.lang not in ["fr"]', "bool", ir.Not(ir.Contains(DOC(("lang",)), ir.Const(["fr"])))),
    ('doc.day > "2020-05-04"', "bool", ir.Compare(">", DOC(("day",)), ir.Const(datetime.date(2020, 5, 4)))),
    ('doc.text matches re"a"i', "bool", ir.Matches(DOC(("text",)), "a", "i")),
    ("doc.copyright.year", "int?", DOC(("copyright", "year"))),
    ("doc.meta.x", "text?", DOC(("meta", "x"))),
    ('doc.publisher ?? "none"', "text", ir.OrElse(DOC(("publisher",)), ir.Const("none"))),
    ("doc.publisher == null", "bool", ir.Compare("==", DOC(("publisher",)), ir.Const(None))),
    ("[doc.id]", "list[text]", ir.ListOf((DOC(("id",)),))),
    ("{a: doc.words}", "{a: int}", ir.MapOf((("a", DOC(("words",))),))),
    ('f"a {doc.id}"', "text", ir.Format((ir.Const("a "), DOC(("id",))))),
    ("first(doc.authors)", "text?", ir.FnCall("first", (DOC(("authors",)),))),
    ("text(doc.publisher)", "text", ir.FnCall("text", (DOC(("publisher",)),))),
    ("-doc.words", "int", ir.Negate(DOC(("words",)))),
    (
        "doc.words > 1 and doc.chars > 2 and strict",
        "bool",
        ir.Logic(
            "and",
            (
                ir.Compare(">", DOC(("words",)), ir.Const(1)),
                ir.Compare(">", DOC(("chars",)), ir.Const(2)),
                ir.Const(True),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("text", "type_", "expr"), LOWERED, ids=[v[0] for v in LOWERED])
def test_what_depends_on_the_document_is_lowered(text: str, type_: str, expr: ir.Expr) -> None:
    typed = good(text)
    assert (str(typed.type), typed.expr) == (type_, expr)
    assert not typed.known


def test_gates_see_the_run() -> None:
    typed = good("run.kept / run.seen >= 80% and run.seconds < 10m and run.dropped_by.news.residue < 9", GATE)
    assert typed.type == BOOL
    assert "RunValue(path=('dropped_by', 'news.residue'))" in repr(typed.expr)


def test_claims_see_sinks_and_null_is_no_trap_there() -> None:
    assert good("sink.count == 1", TEST).expr == ir.Compare(
        "==", ir.SinkValue(("jsonl", "count")), ir.Const(1)
    )
    typed = good('sink.jsonl.first.publisher == "x" and doc.publisher == "x"', TEST)
    assert typed.type == BOOL


NARROWED = [
    'doc.publisher != null and doc.publisher != "x"',
    'doc.publisher == null or doc.publisher != "x"',
    "not (doc.n == null) and doc.n > 3",
    "not (doc.n == null or doc.n > 3)",
    "doc.copyright != null and doc.copyright.year > 2000",
    "null != doc.n and doc.words > 2 and doc.n > 3",
]


@pytest.mark.parametrize("text", NARROWED)
def test_a_test_for_null_narrows_what_follows(text: str) -> None:
    assert good(text).type == BOOL


@pytest.mark.parametrize(
    "text", ["doc.n != null or doc.n > 3", "doc.n == null and doc.n > 3", "doc.n > 3 and doc.n != null"]
)
def test_a_test_for_null_narrows_nothing_else(text: str) -> None:
    assert [d.code for d in check(text)[1].diagnostics] == ["DF0311"]


def test_a_param_without_value_has_a_type_but_no_value() -> None:
    typed = good("doc.words > late")
    assert (typed.type, typed.expr, typed.known) == (BOOL, None, False)


def test_uses_are_noted() -> None:
    _, findings, _ = check('doc.lang == "fr" and doc.words > limit and common.size > 3')
    assert findings.used == {"limit", "common", "common.size"}
    assert findings.reads == {"lang"}


# (text, code, what the caret is under, part of the message, part of the help, the text after the fix)
MISTAKES = [
    ("10mb", "DF0305", "mb", "there is no unit `mb`", "did you mean `10MB`?", "10MB"),
    ("0.3B", "DF0305", "0.3B", "no whole number of bytes", None, None),
    ("9" * 31, "DF0304", "9" * 31, "at most 30 digits", None, None),
    ("9" * 31 + "s", "DF0305", "9" * 31 + "s", "at most 30 digits", None, None),
    ('f"{' + "lower(" * 30 + 'doc.id}"', "DF0315", "(", "nested too deeply", "`let`", None),
    ("3MiB + 5", "DF0305", "3MiB + 5", "an int cannot be added to a size", "`5MB`", None),
    ("5s + 3MB", "DF0305", "5s + 3MB", "a size cannot be added to a duration", "one dimension", None),
    ("doc.words > 3KB", "DF0305", "doc.words > 3KB", "an int cannot be compared with a size", "or neither", None),
    ("doc.day - doc.day", "DF0303", "doc.day - doc.day", "a date cannot be subtracted", "not supported", None),
    ('"a" + 1', "DF0303", '"a" + 1', "an int cannot be added to a text", 'f"..."', None),
    ("out / doc.id", "DF0303", "doc.id", "a path is fixed before the run", "id", None),
    ('"x" / "y"', "DF0303", '"x" / "y"', "a text cannot be divided by a text", "type path", None),
    ('-"x"', "DF0303", '"x"', "`-` needs a number", None, None),
    ("doc.wrods", "DF0207", "wrods", "documents have no field `wrods`", "did you mean `words`?", "doc.words"),
    ("doc.zzz", "DF0207", "zzz", "documents have no field `zzz`", "publisher", None),
    ("doc.long", "DF0406", "long", "`set doc.long` (line 9) writes it further down", "below", None),
    ("doc.grade", "DF0406", "grade", "only after `score.readability` (line 4)", "`set doc.grade = ...`", None),
    ("doc.copyright.yaer", "DF0207", "yaer", "no member `yaer`", "`year`", "doc.copyright.year"),
    ("doc.authors.x", "DF0207", "x", "has no member `x`", "first(list)", None),
    ("doc", "DF0202", "doc", "`doc` alone is no value", "doc.text", None),
    ("run.seen", "DF0202", "run.seen", "`run` cannot be used here", "gates and tests", None),
    ("words", "DF0202", "words", "no name `words`", "did you mean `doc.words`?", "doc.words"),
    ("lang", "DF0202", "lang", "no name `lang`", "did you mean `doc.lang`?", "doc.lang"),
    ("limitt", "DF0202", "limitt", "no name `limitt`", "did you mean `limit`?", "limit"),
    ("english", "DF0202", "english", "no name `english`", "stands in quotes", None),
    ("True", "DF0202", "True", "no name `True`", "did you mean `true`?", "true"),
    ("common.sise", "DF0202", "sise", "has no `sise`", "did you mean `size`?", "common.size"),
    ("common", "DF0202", "common", "is an include", "`common.size`", None),
    ('q"x"', "DF0202", 'q"x"', "no literal `q", 're"..."', None),
    ('lowr("A")', "DF0202", "lowr", "no function `lowr`", "did you mean `lower`?", 'lower("A")'),
    ("news.residue(1)", "DF0202", "news.residue", "no function", "stand after `|`", None),
    ("out / 3", "DF0303", "3", "only a text can be joined", None, None),
    ("length(3)", "DF0303", "3", "this is an int", "length(of: text | list[any]) -> int", None),
    ("length()", "DF0302", "length()", "needs the argument `of`", "length(of:", None),
    ('length("a", "b")', "DF0301", '"b"', "takes 1 argument", "length(of:", None),
    ('lower(txt: "a")', "DF0301", "txt", "no argument `txt`", "lower(text: text)", None),
    ('lower("a", text: "a")', "DF0308", 'text: "a"', "given twice", None, None),
    ("{a: 1, a: 2}", "DF0308", "a", "given twice", None, None),
    ("doc.n > 3", "DF0311", "doc.n", "`doc.n` may be null", "`doc.n ?? 0`", "(doc.n ?? 0) > 3"),
    ("doc.n + 1 > 3", "DF0311", "doc.n", "may be null", "?? 0", "(doc.n ?? 0) + 1 > 3"),
    ('doc.publisher != "x"', "DF0311", "doc.publisher", "may be null", '?? ""', '(doc.publisher ?? "") != "x"'),
    ('doc.published < "2020-01-01"', "DF0311", "doc.published", "may be null", '?? "2020-01-01"', None),
    ("lower(doc.publisher)", "DF0311", "doc.publisher", "may be null", None, 'lower(doc.publisher ?? "")'),
    ('f"{doc.publisher}"', "DF0311", "doc.publisher", "may be null", None, 'f"{doc.publisher ?? \\"\\"}"'),
    ("year(date(doc.text))", "DF0311", "date(doc.text)", "this may be null", None, None),
    ("doc.publisher ?? 3", "DF0303", "3", "the default is an int", None, None),
    ("null + 1", "DF0303", "null", "`null` cannot be used here", "??", None),
    ("doc.words == null", "DF0310", "doc.words == null", "never null", None, None),
    ('doc.lang == "EN"', "DF0310", '"EN"', "none of the words that `doc.lang` can be", '"en"', 'doc.lang == "en"'),
    ('"zz" == doc.lang', "DF0310", '"zz"', "none of the words", '"en", "fr", "de"', None),
    ('doc.lang in ["fr", "zz"]', "DF0310", '"zz"', "none of the words", '"en", "fr", "de"', None),
    ("doc.lang in []", "DF0310", "doc.lang in []", "empty list", None, None),
    ('doc.words == "5"', "DF0310", 'doc.words == "5"', "never equal", "the quotes: `5`", "doc.words == 5"),
    ('doc.day > "4 May"', "DF0310", 'doc.day > "4 May"', "cannot be compared", '"2020-05-04"', None),
    ("3 in doc.authors", "DF0310", "3 in doc.authors", "never in a `list[text]`", None, None),
    ('doc.authors == "a"', "DF0310", 'doc.authors == "a"', "never equal", "`x in list`", None),
    ('"x" in doc.words', "DF0303", "doc.words", "looks into a list", "[...]", None),
    ("doc.authors < 3", "DF0303", "doc.authors", "has none", None, None),
    ("doc.words > 9 and doc.words < 5", "DF0310", "doc.words > 9 and doc.words < 5", "never hold together", None, None),
    ("5 > doc.words and doc.words == 7", "DF0310", "5 > doc.words and doc.words == 7", "never hold", None, None),
    ("doc.words < 0", "DF0310", "doc.words < 0", "never below zero", None, None),
    ('doc.text matches "a+"', "DF0303", '"a+"', "needs a regex", 're"..."', 'doc.text matches re"a+"'),
    ('doc.words matches re"a"', "DF0303", "doc.words", "searches in a text", None, None),
    ('doc.text matches re"a("', "DF0306", "(", "not valid", "close every bracket", None),
    ('doc.text matches re"a"q', "DF0306", "q", "no regex flag `q`", "i (ignore case)", None),
    ('doc.text matches re"ab(?=c)"', "DF0312", "(", "no linear form", "group", None),
    ('doc.text matches re"(a)\\1"', "DF0312", "\\", "no linear form", "write", None),
    ('f"{doc.id:>10}"', "DF0315", ":>10", "no format", "round(x, 2)", None),
    ('f"{doc.words + 1}"', "DF0315", "+", "`+` cannot stand", "`let`", None),
    ('f"a {doc.id"', "DF0315", "{", "never closed", "{{", None),
    ('f"a } b"', "DF0315", "}", "without its `{`", "}}", None),
    ('f"{}"', "DF0315", "{}", "nothing between", None, None),
    ('f"\\q"', "DF0315", "\\q", "no escape", "\\n", None),
    ('f"{doc.id}"i', "DF0315", "i", "takes no flags", None, None),
    ('f"{uper(doc.id)}"', "DF0202", "uper", "no function `uper`", None, 'f"{upper(doc.id)}"'),
    ("token", "DF0802", "token", "may only go to an argument", None, None),
    ("true and doc.words", "DF0309", "doc.words", "a condition is true or false", "`doc.words > 0`", "true and doc.words > 0"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistakes_are_reported_once_where_they_are(
    mistake: tuple[str, str, str, str, str | None, str | None],
) -> None:
    text, code, under, message, advice, fixed = mistake
    typed, findings, source = check(text)
    errors = [d for d in findings.diagnostics if d.severity == "error"]
    assert [d.code for d in errors] == [code], findings.diagnostics
    found = errors[0]
    assert source[found.span.start : found.span.end] == under
    assert found.span.column == found.span.start + 1
    assert message in found.message
    assert not found.message.endswith(".")
    assert advice is None or advice in (found.help or "")
    if found.fix is None:
        assert fixed is None
    else:
        mended = source[: found.fix.span.start] + found.fix.replacement + source[found.fix.span.end :]
        assert mended == "let x = " + (fixed or "")
    assert typed.wrong or code == "DF0310"


@pytest.mark.parametrize(
    ("text", "scope", "code"),
    [
        ("run.kep > 3", GATE, "DF0207"),
        ("run.dropped_by.shrt > 3", GATE, "DF0207"),
        ("run.dropped_by > 3", GATE, "DF0207"),
        ("run.seconds < 60", GATE, "DF0305"),
        ("doc.words > 3", GATE, "DF0202"),
        ("sink.jsn.count == 1", TEST, "DF0207"),
        ("sink.jsonl.cont == 1", TEST, "DF0207"),
        ("sink.jsonl.first == 1", TEST, "DF0207"),
        ("sink.first.nope == 1", TEST, "DF0207"),
        ("sink == 1", TEST, "DF0202"),
    ],
)
def test_mistakes_in_gates_and_claims(text: str, scope: Scope, code: str) -> None:
    assert [d.code for d in check(text, scope)[1].diagnostics] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("true", ["DF0313"]),
        ("1 > 0", ["DF0313"]),
        ("doc.words > 3 or true", ["DF0313"]),
        ("doc.words >= 0", ["DF0313"]),
        ("doc.words ?? 3 > 2", ["DF0313"]),
        ("strict", []),
        ("limit > 3", []),
        ("doc.words > 3", []),
        ("doc.words <= 0", []),
        ("doc.words", ["DF0309"]),
        ("doc.n", ["DF0309"]),
    ],
)
def test_conditions_are_boolean_and_not_constant(text: str, codes: list[str]) -> None:
    assert [d.code for d in check(text, conditional=True)[1].diagnostics] == codes


def test_one_mistake_is_reported_once() -> None:
    _, findings, _ = check("doc.zzz + 1 > 3 and not doc.zzz")
    assert {d.message for d in findings.diagnostics} == {"documents have no field `zzz`"}


def test_a_function_that_is_not_total_is_a_finding() -> None:
    @function(examples=(((1,), 1),))
    def inverse(number: float) -> float:
        """Return one over the number."""
        return 1 / number

    scope = evolve(STEP, functions={"inverse": inverse})
    assert good("inverse(2)", scope).value == 0.5
    _, findings, _ = check("inverse(0)", scope)
    assert "failed with these values: ZeroDivisionError" in findings.diagnostics[0].message
