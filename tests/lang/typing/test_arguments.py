"""Arguments: matched to options, brought into their types, and every mistake with its place."""

# ruff: noqa: E501 - a table of cases reads best with one case a line

import datetime
from collections.abc import Mapping
from typing import Any, BinaryIO, Literal

import pytest
from attrs import frozen

from docflow.errors import PluginError
from docflow.lang.findings import Findings
from docflow.lang.syntax.parse import parse
from docflow.lang.typing.arguments import Bound, Parameter, bind, bind_params
from docflow.lang.typing.scope import Binding, Scope
from docflow.lang.typing.typed import UNKNOWN
from docflow.model import BOOL, INT, TEXT, Duration, Place, Ratio, Regex, Size
from docflow.plan.ir import SecretRef
from docflow.plugin import Cleaner, Example, Exporter, Reader, component, option


@frozen
class Field:
    """A nested option."""

    name: str
    strict: bool = False


def _positive(value: int) -> str | None:
    return None if value > 0 else "it must be at least 1"


@component("trim", examples=(Example("a", "a"),))
class Trim(Cleaner):
    """Shorten."""

    max: int = option(doc="Most lines.", default=3, check=_positive)
    phrases: tuple[str, ...] = option(doc="What to look for.")
    patterns: tuple[str | Regex, ...] = option(doc="Texts or patterns.", default=())
    mode: Literal["keep", "drop"] = option(doc="What to do.", default="keep")
    share: Ratio = option(doc="A share.", default=Ratio(0.5))
    limit: Size = option(doc="Bytes.", default=Size(10))
    wait: Duration = option(doc="A pause.", default=Duration(1.0))
    since: datetime.date | None = option(doc="A day.", default=None)
    named: str | Regex | tuple[str, ...] | Mapping[str, str | Regex] = option(doc="Any of these.", default=())
    yes: bool = option(doc="Whether.", default=False)
    extra: Mapping[str, Field] = option(doc="Records.", default={})
    token: str = option(doc="A key.", default="", secret=True)
    old: int = option(doc="Old name.", default=0, deprecated="max")

    def __attrs_post_init__(self) -> None:
        if self.max == 99:
            raise PluginError("`max` and `mode` do not fit together")

    def clean(self, text: str) -> str:
        return text


@component("rows", examples=(Example(b"", ()),))
class Rows(Reader):
    """Read."""

    key: str = option(doc="A key.", default="id")

    def read(self, stream: BinaryIO, file: Any) -> Any:
        return iter(())


@component("out", examples=(Example((), b""),))
class Out(Exporter):
    """Write."""

    def encode(self, documents: Any) -> bytes:
        return b""


TRIM, ROWS, OUT = (cls.__component__ for cls in (Trim, Rows, Out))
SECRET = SecretRef("env", "TOKEN")
SCOPE = Scope(
    names={
        "n": Binding(INT, 7),
        "late": Binding(INT),
        "late_text": Binding(TEXT),
        "given": Binding(TEXT, "drop"),
        "token": Binding(TEXT, SECRET, "secret"),
        "where": Binding(TEXT, "a.txt"),
    },
    roots=frozenset({"doc"}),
)


def call(text: str, spec: Any = TRIM, scope: Scope = SCOPE) -> tuple[Bound, Findings, str]:
    """Bind the text as the call of a step."""
    source = f"from a | trim({text}) | to b"
    parsed = parse(source, "x.flow")
    assert parsed.diagnostics == ()
    findings = Findings()
    node = parsed.program.items[0].steps[0].action  # type: ignore[union-attr]
    return bind(node, spec, scope, findings), findings, source


def good(text: str, spec: Any = TRIM) -> dict[str, object]:
    bound, findings, _ = call(text, spec)
    assert findings.diagnostics == []
    assert bound.options is not None
    assert bound.component is not None
    return dict(bound.options)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("max: n", "max", 7),
        ("max: 1 + 2", "max", 3),
        ('patterns: ["a", re"b"i]', "patterns", ("a", Regex("b", "i"))),
        ('mode: "drop"', "mode", "drop"),
        ("mode: given", "mode", "drop"),
        ("share: 20%", "share", 0.2),
        ("share: 1", "share", 1.0),
        ("limit: 4KiB", "limit", 4096),
        ("wait: 200ms", "wait", 0.2),
        ('since: "2020-05-04"', "since", datetime.date(2020, 5, 4)),
        ("since: null", "since", None),
        ('extra: {a: {name: "x"}}', "extra", {"a": {"name": "x"}}),
        ("token: token", "token", SECRET),
        ('named: "a"', "named", ("a",)),
        ('named: re"a"', "named", Regex("a")),
        ('named: ["a"]', "named", ("a",)),
        ('named: {x: "a", y: re"b"}', "named", {"x": "a", "y": Regex("b")}),
    ],
)
def test_values_are_brought_into_the_type_of_the_option(text: str, name: str, value: object) -> None:
    options = good(f'phrases: ["p"], {text}')
    assert options[name] == value
    assert type(options[name]) is type(value)


def test_the_order_of_arguments_does_not_matter() -> None:
    one, other = good('mode: "drop", phrases: ["p"], max: 2'), good('max: 2, phrases: ["p"], mode: "drop"')
    assert list(one.items()) == list(other.items()) == [("max", 2), ("phrases", ("p",)), ("mode", "drop")]


def test_paths_belong_to_the_flow_and_one_is_a_list() -> None:
    assert good('"in/*.txt"', ROWS)["path"] == (Place("in/*.txt"),)
    assert good('["a", "b"]', ROWS)["path"] == (Place("a"), Place("b"))
    assert good("path: where", ROWS)["path"] == (Place("a.txt"),)
    assert good('"out.jsonl"', OUT)["path"] == Place("out.jsonl")


def test_a_reader_is_built_before_its_path_is_known() -> None:
    bound, findings, _ = call('late_text, key: "k"', ROWS)
    assert findings.diagnostics == []
    assert bound.options is None
    assert bound.component == Rows(key="k")


def test_a_component_waits_for_its_params() -> None:
    bound, findings, _ = call('phrases: ["p"], max: late')
    values = (("max", UNKNOWN), ("phrases", ("p",)))
    assert (bound, findings.diagnostics) == (Bound(None, None, values=values), [])


# (text, code, what the caret is under, part of the message, part of the help, the argument text after the fix)
MISTAKES = [
    ('phrases: ["p"], mxa: 1', "DF0301", "mxa", "no argument `mxa`", "did you mean `max`?", 'phrases: ["p"], max: 1'),
    ('phrases: ["p"], zebra: 1', "DF0301", "zebra", "no argument `zebra`", "it takes max, phrases", None),
    ("max: 1", "DF0302", "trim", "needs the argument `phrases`", "What to look for.", None),
    ("phrases: [1]", "DF0303", "1", "an element must be a text, and 1 is an int", "quotes", 'phrases: ["1"]'),
    ('phrases: "p"', "DF0303", '"p"', "`phrases` must be a `list[text]`", "brackets", 'phrases: ["p"]'),
    ('phrases: ["p"], max: "3"', "DF0303", '"3"', '`max` must be an int, and "3" is a text', "quotes", 'phrases: ["p"], max: 3'),
    ('phrases: ["p"], max: 1.5', "DF0303", "1.5", "1.5 is a float", None, None),
    ('phrases: ["p"], max: null', "DF0303", "null", "it is null", None, None),
    ('phrases: ["p"], max: 0', "DF0304", "0", "it must be at least 1", "Most lines.", None),
    ('phrases: ["p"], max: 99', "DF0304", '(phrases: ["p"], max: 99)', "do not fit together", None, None),
    ('phrases: ["p"], mode: "keap"', "DF0304", '"keap"', "one of", '"keep"', 'phrases: ["p"], mode: "keep"'),
    ('phrases: ["p"], mode: "zebra"', "DF0304", '"zebra"', '`mode` must be one of "keep", "drop"', None, None),
    ('phrases: ["p"], limit: 10', "DF0305", "10", "10 is an int", "`10MB`", 'phrases: ["p"], limit: 10MB'),
    ('phrases: ["p"], wait: 10MB', "DF0305", "10MB", "is a size", None, None),
    ('phrases: ["p"], since: "May"', "DF0303", '"May"', "is not a date", "2020-05-04", None),
    ('phrases: ["p"], extra: {a: {nam: "x"}}', "DF0301", "nam", "no `nam`", "`name`", 'phrases: ["p"], extra: {a: {name: "x"}}'),
    ('phrases: ["p"], extra: {a: {}}', "DF0303", "{a: {}}", "it needs `name`", None, None),
    ('phrases: ["p"], named: {x: 1}', "DF0303", "1", "`x` must be a text or a regex", "quotes", 'phrases: ["p"], named: {x: "1"}'),
    ('phrases: ["p"], named: 1', "DF0303", "1", "must be a text, a regex, a `list[text]` or a `map[", "quotes", 'phrases: ["p"], named: "1"'),
    ('phrases: ["p"], yes: "yes"', "DF0303", '"yes"', "`yes` must be true or false", "`true`", 'phrases: ["p"], yes: true'),
    ('["p"]', "DF0307", '["p"]', "given by name", "`phrases: ...`", 'phrases: ["p"]'),
    ('phrases: ["p"], max: 1, max: 2', "DF0308", "max", "given twice", None, None),
    ('phrases: ["p"], token: "hunter2"', "DF0801", '"hunter2"', "must not stand in the flow", "secret token", None),
    ('phrases: ["p"], token: n', "DF0802", "n", "takes the name of a secret", "secret token", None),
    ("phrases: [token]", "DF0802", "token", "declared secret", None, None),
    ("phrases: [doc.id]", "DF0202", "doc.id", "`doc` cannot be used here", "fixed before", None),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistakes_are_reported_once_where_they_are(
    mistake: tuple[str, str, str, str, str | None, str | None],
) -> None:
    text, code, under, message, advice, fixed = mistake
    bound, findings, source = call(text)
    assert [d.code for d in findings.diagnostics] == [code], findings.diagnostics
    found = findings.diagnostics[0]
    assert source[found.span.start : found.span.end] == under
    assert message in found.message
    assert advice is None or advice in (found.help or "")
    if found.fix is None:
        assert fixed is None
    else:
        mended = source[: found.fix.span.start] + found.fix.replacement + source[found.fix.span.end :]
        assert mended == f"from a | trim({fixed}) | to b"
    assert bound.wrong


def test_all_mistakes_of_a_call_are_found() -> None:
    _, findings, _ = call('phrases: [1, "b", 2], mxa: 1, mode: "zebra"')
    assert [d.code for d in findings.diagnostics] == ["DF0303", "DF0303", "DF0301", "DF0304"]


def test_a_deprecated_argument_is_a_warning_with_a_fix() -> None:
    bound, findings, _ = call('phrases: ["p"], old: 3')
    found = findings.diagnostics[0]
    assert (found.code, found.severity) == ("DF0505", "warning")
    assert found.fix is not None
    assert found.fix.replacement == "max"
    assert not bound.wrong


PARAMS = (
    Parameter("a", INT, required=True),
    Parameter("b", TEXT, default="x"),
    Parameter("c", BOOL, default=True),
)


def stage(text: str) -> tuple[dict[str, Binding] | None, list[str]]:
    parsed = parse(f"from a | tidy({text}) | to b", "x.flow")
    findings = Findings()
    node = parsed.program.items[0].steps[0].action  # type: ignore[union-attr]
    return bind_params(node, PARAMS, "tidy", SCOPE, findings), [d.code for d in findings.diagnostics]


def test_params_of_a_stage_are_bound_by_the_same_rules() -> None:
    bound, codes = stage("a: n, c: false")
    assert bound == {"a": Binding(INT, 7), "b": Binding(TEXT, "x"), "c": Binding(BOOL, False)}
    assert codes == []
    assert stage("") == (None, ["DF0302"])
    assert stage("a: 1, d: 2") == (None, ["DF0301"])
    assert stage('a: "x"') == (None, ["DF0303"])
    assert stage("1") == (None, ["DF0307"])
    late, codes = stage("a: late")
    assert late is not None
    assert late["a"] == Binding(INT)
