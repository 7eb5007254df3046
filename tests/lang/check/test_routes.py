import pytest

from docflow.lang.check.routes import shadows
from docflow.plan.expr import Compare, Const, Contains, DocField, Logic

LANG, WORDS = DocField(("lang",)), DocField(("words",))
EN, FR = Compare("==", LANG, Const("en")), Compare("==", LANG, Const("fr"))
BOTH = Contains(LANG, Const(["en", "fr"]))
LONG = Compare(">", WORDS, Const(9))


@pytest.mark.parametrize(
    ("earlier", "later", "answer"),
    [
        (EN, EN, True),
        (EN, FR, False),
        (BOTH, EN, True),
        (EN, BOTH, False),
        (Logic("or", (EN, LONG)), EN, True),
        (EN, Logic("and", (EN, LONG)), True),
        (Logic("and", (EN, LONG)), EN, False),
        (BOTH, Logic("or", (EN, FR)), True),
        (Logic("or", (EN, FR)), BOTH, False),
        (EN, Compare("==", DocField(("other",)), Const("en")), False),
    ],
)
def test_shadows(earlier, later, answer):
    assert shadows(earlier, later) is answer


def test_a_condition_on_a_param_is_no_constant(codes):
    arms = 'when all => keep when doc.words > 3 => drop("x") else => keep'
    text = f'param all: bool = true\nfrom text("a") | route {{ {arms} }} | to jsonl("b")'
    assert codes(text) == []


def test_in_route_all_arms_do_not_shadow_each_other(codes):
    arms = 'when doc.words > 3 { | to jsonl("x") } when doc.words > 3 { | to jsonl("y") } else => drop("z")'
    assert codes(f'from text("a") | route all {{ {arms} }}') == []
