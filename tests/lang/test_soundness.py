"""The law of the checker: what it accepts runs on every document, and gives a value of the type it said."""

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.typing.expressions import type_of_expr
from docflow.lang.typing.scope import Binding, Field, Scope
from docflow.model import (
    BOOL,
    DATE,
    DURATION,
    FLOAT,
    INT,
    RATIO,
    REGEX,
    SIZE,
    TEXT,
    Document,
    Regex,
    Type,
    list_of,
    map_of,
)
from docflow.plan.compile import doc_function
from docflow.std.formats.functions import FUNCTIONS

HERE = Span("x.flow", 0, 1, 1, 1, 1, 2)
WORDS = Type("enum", choices=("en", "fr"))
RECORD = Type("record", members=(("holder", TEXT), ("year", INT.maybe())))
FIELDS = {
    "kind": WORDS,
    "title": TEXT.maybe(),
    "year": INT.maybe(),
    "score": FLOAT,
    "share": RATIO,
    "paid": BOOL,
    "day": DATE.maybe(),
    "tags": list_of(TEXT),
    "meta": map_of(INT),
    "rights": RECORD.maybe(),
}
SCOPE = Scope(
    names={
        "limit": Binding(INT, 40),
        "budget": Binding(SIZE, 10_000),
        "wait": Binding(DURATION, 5.0),
        "pattern": Binding(REGEX, Regex("a+")),
        "label": Binding(TEXT.maybe(), None),
    },
    functions={f.name: f for f in FUNCTIONS},
    roots=frozenset({"doc"}),
    fields={name: Field(type_) for name, type_ in FIELDS.items()},
)
CALLABLES = {f.name: f.call for f in FUNCTIONS}


def _look_up(names: tuple[str, ...]) -> tree.Expr:
    node: tree.Expr = tree.Name(HERE, names[0])
    for name in names[1:]:
        node = tree.Access(HERE, node, name, HERE)
    return node


LOOK_UPS = st.sampled_from(
    [_look_up(("doc", name)) for name in ("id", "text", "words", "lines", *FIELDS)]
    + [
        _look_up(("doc", "rights", "year")),
        _look_up(("doc", "rights", "holder")),
        _look_up(("doc", "meta", "a")),
    ]
    + [_look_up((name,)) for name in SCOPE.names]
)
LITERALS = st.one_of(
    st.builds(lambda n: tree.Number(HERE, str(n), ""), st.integers(0, 100)),
    st.builds(
        lambda n, unit: tree.Number(HERE, str(n), unit),
        st.integers(0, 9),
        st.sampled_from(["MB", "s", "%", "KiB"]),
    ),
    st.builds(lambda n: tree.Number(HERE, f"{n}.5", ""), st.integers(0, 9)),
    st.builds(lambda v: tree.Text(HERE, v), st.sampled_from(["", "a", "en", "2020-05-04", "12", "nope"])),
    st.builds(lambda v: tree.Boolean(HERE, v), st.booleans()),
    st.just(tree.Null(HERE)),
    st.just(tree.Tagged(HERE, "re", "a|b", "i", 3)),
    st.builds(
        lambda body: tree.Tagged(HERE, "f", body, "", 2),
        st.sampled_from(
            ["{doc.id}!", "{limit} {doc.score}", "{upper(doc.kind)}", "{label ?? doc.id}", "{{}}"]
        ),
    ),
)
OPERATORS = [
    "and",
    "or",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "not in",
    "matches",
    "+",
    "-",
    "*",
    "/",
    "??",
]


def _call(name: str, args: list[tree.Expr]) -> tree.Expr:
    path = tree.Path(HERE, (name,), (HERE,))
    return tree.Call(HERE, path, tuple(tree.Arg(HERE, None, None, a) for a in args), HERE)


def _grown(inner: st.SearchStrategy[tree.Expr]) -> st.SearchStrategy[tree.Expr]:
    return st.one_of(
        st.builds(
            lambda op, a, b: tree.Binary(HERE, op, HERE, a, b), st.sampled_from(OPERATORS), inner, inner
        ),
        st.builds(lambda op, a: tree.Unary(HERE, op, a), st.sampled_from(["not", "-"]), inner),
        st.builds(lambda items: tree.ListExpr(HERE, tuple(items)), st.lists(inner, max_size=3)),
        st.sampled_from(FUNCTIONS).flatmap(
            lambda f: st.lists(inner, min_size=len(f.parameters), max_size=len(f.parameters)).map(
                lambda args: _call(f.name, args)
            )
        ),
    )


ANY_SHAPE = st.recursive(st.one_of(LOOK_UPS, LOOK_UPS, LITERALS), _grown, max_leaves=8)


def _binary(operators: str, left: st.SearchStrategy[tree.Expr], right: st.SearchStrategy[tree.Expr]) -> Any:
    signs = st.sampled_from(operators.split(","))
    return st.builds(tree.Binary, st.just(HERE), signs, st.just(HERE), left, right)


def _called(names: str, *args: st.SearchStrategy[tree.Expr]) -> Any:
    return st.builds(
        lambda name, found: _call(name, list(found)), st.sampled_from(names.split(",")), st.tuples(*args)
    )


def _doc(*names: str) -> st.SearchStrategy[tree.Expr]:
    return st.sampled_from([_look_up(("doc", *name.split("."))) for name in names])


NOUGHT = st.just(tree.Number(HERE, "0", ""))
EMPTY = st.just(tree.Text(HERE, ""))
NUMBERS = st.recursive(
    st.one_of(
        _doc("words", "lines", "score", "share"),
        _binary("??", _doc("year", "meta.a", "rights.year"), NOUGHT),
        st.builds(lambda n: tree.Number(HERE, str(n), ""), st.integers(0, 100)),
    ),
    lambda inner: st.one_of(
        _binary("+,-,*,/", inner, inner),
        _called("min,max", inner, inner),
        _called("abs", inner),
        st.builds(lambda a: tree.Unary(HERE, "-", a), inner),
    ),
    max_leaves=5,
)
TEXTS = st.recursive(
    st.one_of(
        _doc("id", "text", "kind"),
        _binary("??", _doc("title", "rights.holder"), EMPTY),
        _called("text", NUMBERS),
    ),
    lambda inner: st.one_of(
        _binary("+", inner, inner),
        _called("upper,trim", inner),
        _called("replace", inner, inner, inner),
        _called("join", _doc("tags"), inner),
    ),
    max_leaves=4,
)
LISTS = st.one_of(
    _doc("tags"), st.lists(TEXTS, min_size=1, max_size=2).map(lambda t: tree.ListExpr(HERE, tuple(t)))
)
CONDITIONS = st.recursive(
    st.one_of(
        _binary("==,!=,<,<=,>,>=", NUMBERS, NUMBERS),
        _binary("==,!=,<,in,not in", TEXTS, TEXTS),
        _binary("in,not in", TEXTS, LISTS),
        _binary("==,!=", _doc("title", "day", "rights"), st.just(tree.Null(HERE))),
        _binary("matches", TEXTS, st.just(_look_up(("pattern",)))),
        _called("starts_with,contains", TEXTS, TEXTS),
        _doc("paid"),
    ),
    lambda inner: st.one_of(
        _binary("and,or", inner, inner), st.builds(lambda a: tree.Unary(HERE, "not", a), inner)
    ),
    max_leaves=4,
)
EXPRESSIONS = st.one_of(ANY_SHAPE, NUMBERS, TEXTS, CONDITIONS)
DOCUMENTS = st.builds(
    Document,
    id=st.text(max_size=5),
    text=st.text(max_size=10),
    fields=st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["en", "fr"]),
            "score": st.floats(-10, 10),
            "share": st.floats(0, 1),
            "paid": st.booleans(),
            "tags": st.lists(st.sampled_from(["a", "b", ""]), max_size=3),
            "meta": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(-5, 5)),
        },
        optional={
            "title": st.one_of(st.none(), st.text(max_size=5)),
            "year": st.one_of(st.none(), st.integers(0, 3000)),
            "day": st.one_of(st.none(), st.dates()),
            "rights": st.one_of(
                st.none(),
                st.fixed_dictionaries(
                    {"holder": st.just("A")}, optional={"year": st.one_of(st.none(), st.just(1999))}
                ),
            ),
        },
    ),
)
SCALARS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "int": (int,),
    "float": (int, float),
    "ratio": (int, float),
    "size": (int, float),
    "duration": (int, float),
    "bool": (bool,),
    "date": (datetime.date,),
    "regex": (Regex,),
}


def conforms(value: Any, type_: Type) -> bool:
    """Whether a value belongs to a type."""
    if value is None:
        return type_.optional or type_.name in ("null", "any")
    if type_.name == "any":
        return True
    if type_.name == "union":
        return any(conforms(value, arm) for arm in type_.args)
    if type_.name == "enum":
        return value in type_.choices
    if type_.name == "list":
        return isinstance(value, list) and all(conforms(item, type_.args[0]) for item in value)
    if type_.name == "map":
        return isinstance(value, dict) and all(conforms(item, type_.args[0]) for item in value.values())
    if type_.name == "record":
        return isinstance(value, dict) and all(conforms(value.get(n), t) for n, t in type_.members)
    return isinstance(value, SCALARS[type_.name]) and (type_.name == "bool" or not isinstance(value, bool))


@settings(max_examples=150)
@given(EXPRESSIONS, st.lists(DOCUMENTS, min_size=1, max_size=3))
def test_what_is_accepted_runs_and_has_its_type(node: tree.Expr, documents: list[Document]) -> None:
    findings = Findings()
    typed = type_of_expr(node, SCOPE, findings)
    errors = [d for d in findings.diagnostics if d.severity == "error"]
    if errors:
        return
    assert not typed.wrong
    assert typed.expr is not None
    function = doc_function(typed.expr, CALLABLES)
    for document in documents:
        value = function(document)
        assert conforms(value, typed.type), (value, str(typed.type), typed.expr)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_a_mistake_is_never_silent(node: tree.Expr) -> None:
    findings = Findings()
    typed = type_of_expr(node, SCOPE, findings)
    assert typed.wrong <= any(d.severity == "error" for d in findings.diagnostics)
    assert typed.wrong or typed.expr is not None
