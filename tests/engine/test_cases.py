"""Inline tests: what a failure says, mocks, sinks and snapshots."""

from typing import Any

import pytest
from attrs import evolve

from docflow.engine.cases import run_case
from docflow.model import Document
from docflow.plan.case import Case, Claim, Mock
from docflow.plan.expr import Compare, Const, DocField, Expr, RunValue, SinkValue
from docflow.plan.ir import TeeStep, Where

AT = Where("flows/test.flow", 9, 1)


def _case(
    kit: Any, *steps: Any, claims: tuple[Expr | str, ...], mocks: dict[str, object] | None = None, **kw: Any
) -> Case:
    given = tuple(Document(str(n), text) for n, text in enumerate(kw.get("given", ["one\ntwo"]), 1))
    made = tuple(
        Claim(None, claim, "", AT) if isinstance(claim, str) else Claim(claim, None, "the claim", AT)
        for claim in claims
    )
    return Case(
        "t", kit.flow((), *steps), given, tuple(Mock(k, v, AT) for k, v in (mocks or {}).items()), made, AT
    )


def _says(kit: Any, case: Case, **kw: Any) -> str:
    result = run_case(case, kit.catalog, **kw)
    assert all(at == AT for _, at in result.failures)
    return "\n".join(text for text, _ in result.failures)


def _is(path: tuple[str, ...], value: object, op: str = "==", of: type = DocField) -> Expr:
    return Compare(op, of(path), Const(value))


def test_passes(kit: Any) -> None:
    claims = (
        _is(("text",), "ONE\nTWO"),
        _is(("seen",), 1, of=RunValue),
        _is(("kept",), 1, of=RunValue),
        _is(("dropped_by", "short"), 0, of=RunValue),
    )
    assert _says(kit, _case(kit, kit.apply("upper"), kit.apply("short"), claims=claims)) == ""


def test_texts_are_shown_as_a_line_diff(kit: Any) -> None:
    said = _says(kit, _case(kit, kit.apply("upper"), claims=(_is(("text",), "ONE\nthree"),)))
    assert said == "`the claim` does not hold\n  --- expected\n  +++ got\n   ONE\n  -three\n  +TWO"


def test_values_are_shown_side_by_side(kit: Any) -> None:
    said = _says(
        kit,
        _case(
            kit,
            kit.apply("wordy"),
            claims=(_is(("count",), 3), _is(("lang",), "en"), _is(("count",), 5, ">")),
        ),
    )
    assert "expected: 3\n  got:      2" in said
    assert 'expected: "en"\n  got:      null' in said
    assert "expected: > 5\n  got:      2" in said


def test_a_document_that_is_gone_is_explained(kit: Any) -> None:
    dropped = _case(kit, kit.apply("short", least=99), claims=(_is(("text",), "x"),))
    assert "no document came out: 1 dropped by `short` (too short)" in _says(kit, dropped)
    failed = _case(kit, kit.apply("faulty", at="one\ntwo"), claims=(_is(("text",), "x"),))
    assert "1 quarantined by `faulty` (error); `x.faulty`: ValueError: no" in _says(kit, failed)


def test_a_run_that_stops_fails_the_test(kit: Any) -> None:
    assert "`x.unopenable` cannot start" in _says(kit, _case(kit, kit.apply("unopenable"), claims=()))


def test_sinks_are_recorded(kit: Any) -> None:
    tee = TeeStep("tee", ((kit.to("nowhere/copy", id_ := "notes"),),), AT)
    assert id_ == "notes"
    claims = (
        _is(("copy", "count"), 2, of=SinkValue),
        _is(("copy", "first", "text"), "one", of=SinkValue),
        _is(("all", "count"), 1, of=SinkValue),
        _is(("all", "first", "id"), "2", of=SinkValue),
        _is(("id",), "2"),
    )
    steps = (tee, kit.apply("short", least=4), kit.to("nowhere/all"))
    assert _says(kit, _case(kit, *steps, claims=claims, given=["one", "three"])) == ""
    none = _case(kit, *steps, claims=(_is(("all", "count"), 0, of=SinkValue),), given=[])
    assert _says(kit, none) == ""
    assert list(kit.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("step", "value", "claim"),
    [
        (("upper", {}), "mocked", _is(("text",), "mocked")),
        (("labels", {"words": ["one"]}), "mocked", _is(("text",), "mocked")),
        (("pieces", {}), "mocked", _is(("text",), "mocked")),
        (("wordy", {}), {"count": 41}, _is(("count",), 41)),
        (("short", {"least": 99}), True, _is(("seen",), 1, of=RunValue)),
        (("short", {}), "because", _is(("dropped_by", "short"), 1, of=RunValue)),
        (("once", {}), "twin", _is(("dropped_by", "once"), 1, of=RunValue)),
        (("unopenable", {}), "mocked", _is(("text",), "mocked")),
    ],
)
def test_mocks(kit: Any, step: tuple[str, dict[str, Any]], value: object, claim: Expr) -> None:
    name, options = step
    assert _says(kit, _case(kit, kit.apply(name, **options), claims=(claim,), mocks={name: value})) == ""


def test_a_mocked_step_of_a_group_of_line_rules(kit: Any) -> None:
    steps = (kit.apply("labels", "a", words=["one"]), kit.apply("labels", "b", words=["two"]))
    claim = _is(("text",), "mocked")
    assert _says(kit, _case(kit, *steps, claims=(claim,), mocks={"a": "mocked\ntwo"})) == ""


def test_a_mock_that_writes_undeclared_fields_fails(kit: Any) -> None:
    case = _case(kit, kit.apply("wordy"), claims=(_is(("count",), 1),), mocks={"wordy": {"other": 1}})
    assert "'other', which `x.wordy` does not declare" in _says(kit, case)


def test_snapshots(kit: Any) -> None:
    case = _case(kit, kit.apply("wordy"), claims=("what comes/out",))
    assert "was never accepted" in _says(kit, case, folder=kit.folder)
    assert _says(kit, case, folder=kit.folder, accept=True) == ""
    (path,) = (kit.folder / "test.snapshots").iterdir()
    assert path.name == "what comes%2Fout.txt"
    assert path.read_text() == '=== 1\ncount: 2\nlang: null\ntags: ["a", "b"]\n\none\ntwo\n'
    assert _says(kit, case, folder=kit.folder) == ""
    changed = evolve(case, given=(Document("1", "one\nthree"),))
    assert "differs" in _says(kit, changed, folder=kit.folder)
    assert "-two" in _says(kit, changed, folder=kit.folder)
    assert "needs the folder" in _says(kit, case)
