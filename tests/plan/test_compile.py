"""The compiler against a plain tree walk, and the laws of single operators."""

import datetime
import math
import operator
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.errors import RefusedError
from docflow.model import Document, Place, Regex
from docflow.plan import expr as e
from docflow.plan.compile import Facts, doc_function, evaluate, facts_function

CALLABLES = {
    "upper": lambda text: str(text).upper(),
    "size": lambda value: len(value) if isinstance(value, (str, list)) else 0,
}
BUILT_IN = ("id", "text", "source", "words", "chars", "lines")
NAMES = ("lang", "score", "tags", "meta", "gone")


def walk(node: e.Expr, doc: Document) -> object:  # noqa: C901, PLR0912 - one case a node
    """The reference: what an expression means, node by node."""
    match node:
        case e.Const(value):
            return list(value) if isinstance(value, tuple) else value
        case e.DocField(path):
            value = getattr(doc, path[0]) if path[0] in BUILT_IN else doc.fields.get(path[0])
            for name in path[1:]:
                value = value.get(name) if isinstance(value, Mapping) else None
            return value
        case e.Not(of):
            return not walk(of, doc)
        case e.Negate(of):
            value = walk(of, doc)
            return None if value is None else -number(value)
        case e.Logic("and", args):
            return all(walk(arg, doc) for arg in args)
        case e.Logic(_, args):
            return any(walk(arg, doc) for arg in args)
        case e.Compare(op, left, right):
            if op not in ("==", "!=") and walk(left, doc) is None:
                return False
            return compare(op, walk(left, doc), walk(right, doc))
        case e.Contains(item, place):
            return contains(walk(item, doc), walk(place, doc))
        case e.Matches(text, pattern, _):
            value = walk(text, doc)
            return value is not None and re.search(pattern, value) is not None
        case e.Arith(op, left, right):
            return arith(op, walk(left, doc), walk(right, doc))
        case e.OrElse(left, right):
            value = walk(left, doc)
            return walk(right, doc) if value is None else value
        case e.FnCall(name, args):
            return CALLABLES[name](*(walk(arg, doc) for arg in args))
        case e.ListOf(items):
            return [walk(item, doc) for item in items]
        case e.MapOf(items):
            return {key: walk(item, doc) for key, item in items}
        case e.Format(parts):
            return "".join(shown(walk(part, doc)) for part in parts)
    raise AssertionError(node)


def number(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError
    return value


def compare(op: str, left: object, right: object) -> bool:
    if op in ("==", "!="):
        return (left == right) == (op == "==")
    if left is None or right is None:
        return False
    return bool({"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}[op](left, right))


def contains(item: object, place: object) -> bool:
    if isinstance(place, (str, dict)):
        return isinstance(item, str) and item in place
    return isinstance(place, list) and item in place


def arith(op: str, left: object, right: object) -> object:
    if left is None or right is None:
        return None
    if op == "+" and type(left) is type(right) and isinstance(left, (str, list)):
        return left + right
    left, right = number(left), number(right)
    if op == "/":
        return 0.0 if right == 0 else left / right
    return {"+": operator.add, "-": operator.sub, "*": operator.mul}[op](left, right)


def shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime.date():
            return value.isoformat()
        case list():
            return ", ".join(map(shown, value))
        case dict():
            return ", ".join(f"{key}: {shown(item)}" for key, item in value.items())
    return str(value)


# Kept small, so that no product leaves the range of a float.
numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False)
texts = st.text("ab é\n", max_size=5)
scalars = st.none() | st.booleans() | numbers | texts | st.dates()
field_values = (
    scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.sampled_from("ab"), scalars, max_size=2)
)
documents = st.builds(
    Document,
    st.just("d1"),
    texts,
    st.just("a.txt"),
    st.dictionaries(st.sampled_from(NAMES[:-1]), field_values),
)
fields = st.sampled_from([*BUILT_IN, *NAMES]).map(lambda name: e.DocField((name,))) | st.sampled_from(
    [e.DocField(("meta", "a")), e.DocField(("meta", "a", "b")), e.DocField(("id", "a"))]
)
leaves = st.builds(e.Const, scalars | st.lists(texts, max_size=12) | st.tuples(texts)) | fields


def nodes(inner: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Expr]:
    many = st.lists(inner, max_size=3).map(tuple)
    pairs = st.tuples(st.sampled_from("ab"), inner)
    return st.one_of(
        st.builds(e.Not, inner),
        st.builds(e.Negate, inner),
        st.builds(e.Logic, st.sampled_from(["and", "or"]), many),
        st.builds(e.Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(e.Contains, inner, inner),
        st.builds(e.Matches, inner, st.sampled_from(["a+b", "^$", "é"]), st.just("")),
        st.builds(e.Arith, st.sampled_from("+-*/"), inner, inner),
        st.builds(e.OrElse, inner, inner),
        st.builds(e.FnCall, st.just("upper"), st.tuples(inner)),
        st.builds(e.FnCall, st.just("size"), st.tuples(inner)),
        st.builds(e.ListOf, many),
        st.builds(e.MapOf, st.lists(pairs, max_size=2).map(tuple)),
        st.builds(e.Format, many),
    )


def outcome(call, *args: object) -> object:
    try:
        return ("value", call(*args))
    except (TypeError, OverflowError):
        return ("mistyped",)


@given(st.recursive(leaves, nodes, max_leaves=12), documents)
def test_a_compiled_expression_means_what_the_tree_walk_says(expr: e.Expr, doc: Document) -> None:
    expected = outcome(walk, expr, doc)
    assert outcome(doc_function(expr, CALLABLES), doc) == expected
    assert outcome(facts_function(expr, CALLABLES), Facts(doc, {}, {})) == expected


@given(st.recursive(st.builds(e.Const, scalars), nodes, max_leaves=8))
def test_a_constant_is_evaluated_as_for_a_document(expr: e.Expr) -> None:
    assert outcome(evaluate, expr, CALLABLES) == outcome(walk, expr, Document("", ""))


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
@pytest.mark.parametrize(
    "sides", [(None, 1), (1, None), (None, None), ("gone", 1), (1, "gone"), ("gone", "gone")]
)
def test_null_is_neither_below_nor_above(op: str, sides: tuple[object, object]) -> None:
    left, right = (e.DocField(("gone",)) if side == "gone" else e.Const(side) for side in sides)
    assert doc_function(e.Compare(op, left, right), {})(Document("d", "t")) is False


def test_null_equals_only_null() -> None:
    gone, doc = e.DocField(("gone",)), Document("d", "t")
    assert doc_function(e.Compare("==", gone, e.Const(None)), {})(doc) is True
    assert doc_function(e.Compare("==", gone, e.Const(0)), {})(doc) is False
    assert doc_function(e.Compare("!=", gone, e.Const("")), {})(doc) is True


def test_division_by_zero_is_zero() -> None:
    assert evaluate(e.Arith("/", e.Const(3), e.Const(0)), {}) == 0
    assert evaluate(e.Arith("/", e.Const(3.5), e.Const(0.0)), {}) == 0
    assert (
        doc_function(e.Arith("/", e.DocField(("n",)), e.DocField(("z",))), {})(
            Document("d", "", fields={"n": 1, "z": 0})
        )
        == 0
    )


def test_paths_are_joined_and_lengthened() -> None:
    out = e.Const(Place("out/news", "caller"))
    assert evaluate(e.Arith("/", out, e.Const("a.jsonl")), {}) == Place("out/news/a.jsonl", "caller")
    assert evaluate(e.Arith("+", out, e.Const(".gz")), {}) == Place("out/news.gz", "caller")


def test_what_is_not_needed_is_not_computed() -> None:
    def fail() -> None:
        raise ValueError

    failing = e.FnCall("fail", ())
    assert evaluate(e.OrElse(e.Const(1), failing), {"fail": fail}) == 1
    assert evaluate(e.Logic("or", (e.Const(True), failing)), {"fail": fail}) is True
    assert evaluate(e.Logic("and", (e.Const(False), failing)), {"fail": fail}) is False


def test_what_a_function_raises_is_seen() -> None:
    def fail(text: str) -> str:
        raise ValueError(text)

    with pytest.raises(ValueError, match="body"):
        doc_function(e.FnCall("fail", (e.DocField(("text",)),)), {"fail": fail})(Document("d", "body"))


def test_a_value_of_the_wrong_type_is_named_in_plain_words() -> None:
    with pytest.raises(TypeError, match=r"`\+` does not fit a text and an int"):
        evaluate(e.Arith("+", e.Const("a"), e.Const(1)), {})


def test_lists_of_a_flow_are_not_shared_between_documents() -> None:
    make = doc_function(e.Const(["a", {"k": (1,)}]), {})
    first = make(Document("1", ""))
    first.append("b")
    first[1]["k"].append(2)
    assert make(Document("2", "")) == ["a", {"k": [1]}]


def test_membership_in_many_texts() -> None:
    words = e.Const(tuple(f"w{n}" for n in range(100)))
    is_in = doc_function(e.Contains(e.DocField(("lang",)), words), {})
    assert is_in(Document("d", "", fields={"lang": "w70"})) is True
    assert is_in(Document("d", "", fields={"lang": ["w70"]})) is False
    assert is_in(Document("d", "")) is False


def test_a_tuple_that_an_extractor_left_equals_the_list_of_a_flow() -> None:
    same = doc_function(e.Compare("==", e.DocField(("tags",)), e.ListOf((e.Const("a"),))), {})
    assert same(Document("d", "", fields={"tags": ("a",)})) is True


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (7, "7"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (["a", None, False], "a, , false"),
        ({"a": 1, "b": [2]}, "a: 1, b: 2"),
        (Place("out/x"), "out/x"),
        (Regex("a+", "i"), "a+"),
    ],
)
def test_values_in_an_f_string(value: object, text: str) -> None:
    assert evaluate(e.Format((e.Const("<"), e.Const(value), e.Const(">"))), {}) == f"<{text}>"
    shown_later = doc_function(e.Format((e.DocField(("x",)),)), {})
    assert shown_later(Document("d", "", fields={"x": value})) == text


def test_flags_of_a_pattern_count() -> None:
    condition = e.Matches(e.DocField(("text",)), "^read MORE$", "im")
    assert doc_function(condition, {})(Document("d", "Body.\nRead more\n")) is True
    assert doc_function(e.Matches(e.DocField(("gone",)), "", ""), {})(Document("d", "")) is False


def test_a_gate_sees_the_run() -> None:
    facts = Facts(None, {"seen": 10, "kept": 8, "dropped_by": {"news.residue": 2}}, {})
    share = e.Arith("/", e.RunValue(("kept",)), e.RunValue(("seen",)))
    assert facts_function(e.Compare(">=", share, e.Const(0.8)), {})(facts) is True
    assert facts_function(e.RunValue(("dropped_by", "news.residue")), {})(facts) == 2
    assert facts_function(e.RunValue(("dropped_by", "other")), {})(facts) == 0


def test_a_then_sees_sinks_and_perhaps_no_document() -> None:
    first = Document("d", "Body.", fields={"lang": "en"})
    facts = Facts(None, {}, {"out": {"count": 1, "first": first}})
    assert facts_function(e.SinkValue(("out", "count")), {})(facts) == 1
    assert facts_function(e.SinkValue(("out", "first", "text")), {})(facts) == "Body."
    assert facts_function(e.SinkValue(("out", "first", "lang")), {})(facts) == "en"
    assert facts_function(e.DocField(("words",)), {})(facts) is None


@pytest.mark.parametrize("node", [e.RunValue(("seen",)), e.SinkValue(("out", "count"))])
def test_a_document_knows_nothing_of_the_run(node: e.Expr) -> None:
    with pytest.raises(RefusedError, match="only gates and tests"):
        doc_function(node, {})
    with pytest.raises(RefusedError, match="no value here"):
        evaluate(node, {})


def test_a_constant_has_no_document() -> None:
    with pytest.raises(RefusedError, match=r"`doc\.text` has no value here"):
        evaluate(e.DocField(("text",)), {})


def test_a_function_that_is_gone_is_named() -> None:
    with pytest.raises(RefusedError, match="`lower` is not installed"):
        doc_function(e.FnCall("lower", ()), {})


def test_names_of_a_flow_never_become_names_of_python() -> None:
    odd = "__import__('os')"
    doc = Document("d", "", fields={odd: 1, "m": {odd: 2}})
    assert doc_function(e.DocField((odd,)), {})(doc) == 1
    assert doc_function(e.DocField(("m", odd)), {})(doc) == 2
    assert doc_function(e.DocField(("__class__",)), {})(doc) is None
    assert evaluate(e.MapOf(((odd, e.Const("{odd}")),)), {}) == {odd: "{odd}"}


def test_too_deep_an_expression_is_refused() -> None:
    deep: e.Expr = e.Const(1)
    for _ in range(100_000):
        deep = e.Negate(deep)
    with pytest.raises(RefusedError, match="nested too deeply"):
        evaluate(deep, {})


def test_infinity_and_nan_are_constants_too() -> None:
    assert evaluate(e.Const(math.inf), {}) == math.inf
    assert evaluate(e.Compare("<", e.Const(math.nan), e.Const(1)), {}) is False
