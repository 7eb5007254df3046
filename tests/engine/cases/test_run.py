"""Inline tests: what a failure says, mocks, sinks and snapshots."""

from typing import Any

import pytest
from attrs import evolve

from docflow.engine.cases.judge import failed
from docflow.engine.cases.run import run_case
from docflow.engine.cases.snapshots import (
    obsolete_snapshots,
    remove_snapshot,
    snapshot_file,
    write_snapshot,
)
from docflow.engine.components import Components
from docflow.model import Document
from docflow.pattern.rule import LineRule
from docflow.plan.case import Case, Claim, Mock
from docflow.plan.compile import Facts
from docflow.plan.expr import (
    Arith,
    Compare,
    Const,
    Contains,
    DocField,
    Expr,
    FnCall,
    Logic,
    Not,
    RunValue,
    SinkValue,
)
from docflow.plan.ir import ExpectStep, Outcome, TeeStep, Where
from docflow.report.cases import failure_text
from docflow.report.failures import Look

AT = Where("flows/test.flow", 9, 1)
QUARANTINE = Outcome("quarantine", "error")


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
    result = run_case(case, Components(kit.catalog), **kw)
    assert all(failure.at == AT for failure in result.failures)
    return failure_text(result, Look())


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
    assert said.splitlines() == [
        "--> flows/test.flow:9: `the claim` does not hold",
        "  `doc.text`: `-` expected, `+` got",
        "      ONE",
        "    - three",
        "    + TWO",
    ]


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


def test_of_conditions_that_are_joined_those_are_shown_that_decided(kit: Any) -> None:
    low, high, null = _is(("count",), 1, "<"), _is(("count",), 9, ">"), _is(("lang",), None)
    claims = (
        Logic("and", (null, high, low)),
        Logic("or", (low, high)),
        Not(null),
        Logic("and", (null, null)),
    )
    result = run_case(_case(kit, kit.apply("wordy"), claims=claims), Components(kit.catalog))
    assert [[(part.text, part.holds, part.got) for part in each.parts] for each in result.failures] == [
        [("doc.count > 9", False, 2)],
        [("doc.count < 1", False, 2), ("doc.count > 9", False, 2)],
        [("doc.lang == null", True, None)],
    ]


def test_a_constant_on_the_left_is_what_is_expected(kit: Any) -> None:
    claim = Compare("<", Const(5), DocField(("count",)))
    (failure,) = run_case(_case(kit, kit.apply("wordy"), claims=(claim,)), Components(kit.catalog)).failures
    assert [(part.of, part.op, part.expected, part.got) for part in failure.parts] == [
        ("doc.count", ">", 5, 2)
    ]


def test_the_values_of_names_are_told(kit: Any) -> None:
    ratio = Compare(">", Arith("/", RunValue(("kept",)), RunValue(("seen",))), Const(1))
    said = _says(
        kit, _case(kit, kit.apply("wordy"), claims=(ratio, Contains(Const("x"), DocField(("tags",)))))
    )
    assert "run.kept = 1\n  run.seen = 1" in said
    assert 'doc.tags = ["a", "b"]' in said


def test_lists_are_shown_item_by_item(kit: Any) -> None:
    said = _says(kit, _case(kit, kit.apply("wordy"), claims=(_is(("tags",), ("a", "x", "b")),)))
    assert said.splitlines()[1:] == [
        "  `doc.tags`: `-` expected, `+` got",
        "      [",
        '        "a",',
        '    -   "x",',
        '        "b",',
        "      ]",
    ]


def test_a_document_that_is_gone_is_explained(kit: Any) -> None:
    dropped = _case(kit, kit.apply("short", least=99), claims=(_is(("text",), "x"),))
    assert "no document came out: dropped by `short` (line 7) (too short)" in _says(kit, dropped)
    failed = _case(kit, kit.apply("faulty", at="one\ntwo"), claims=(_is(("text",), "x"),))
    assert "quarantined by `faulty` (line 7): `x.faulty`: ValueError: no" in _says(kit, failed)


def test_a_document_that_is_gone_shows_what_decided(kit: Any) -> None:
    words = Compare(">", DocField(("words",)), Const(3))
    expect = ExpectStep("expect", words, Outcome("drop", "few"), "doc.words > 3", QUARANTINE, AT)
    claim = _is(("kept",), 5, of=RunValue)
    said = _says(kit, _case(kit, expect, claims=(claim,), given=["a b", "a", "a b c d", "b", "c"]))
    assert said.splitlines()[3:] == [
        "  4 documents did not come out:",
        "    document 1: dropped by `expect` (line 9) (few): doc.words = 2",
        "    document 2: dropped by `expect` (line 9) (few): doc.words = 1",
        "    document 4: dropped by `expect` (line 9) (few): doc.words = 1",
        "    and 1 more",
    ]


def test_a_function_that_ends_python_fails_one_claim() -> None:
    def leave() -> bool:
        raise SystemExit(3)

    claim = Claim(FnCall("leave", ()), None, "leave()", AT)
    found = failed(claim, FnCall("leave", ()), Facts(None, {}, {}), {"leave": leave})
    assert found is not None
    assert found.message == "`leave()` cannot be computed: SystemExit: 3"


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


def test_where_several_come_out_a_failure_says_what_it_looked_at(kit: Any) -> None:
    tee = TeeStep("tee", ((kit.to("nowhere/copy", "notes"),),), AT)
    claims = (
        _is(("all", "count"), 9, of=SinkValue),
        _is(("all", "count"), 8, of=SinkValue),
        _is(("id",), "2"),
        _is(("text",), "three"),
        _is(("kept",), 9, of=RunValue),
    )
    case = _case(kit, tee, kit.to("nowhere/all"), claims=claims, given=["one", "three"])
    found = run_case(case, Components(kit.catalog)).failures
    assert [(each.meant, each.came, each.sinks) for each in found] == [
        ("", 0, (("copy", 2), ("all", 2))),
        ("", 0, ()),
        ("1", 2, ()),
        ("", 0, ()),
        ("", 0, ()),
    ]


def test_a_flow_that_stops_tells_the_values_that_stopped_it(kit: Any) -> None:
    expect = ExpectStep("expect", _is(("words",), 1, ">"), Outcome("fail", "stop"), "x", QUARANTINE, AT)
    case = _case(kit, expect, claims=(), given=["two words", "one"])
    (failure,) = run_case(case, Components(kit.catalog)).failures
    (gone,) = failure.gone
    assert (gone.document, gone.action) == ("2", "fail")
    assert [(side.text, side.value) for side in gone.sides] == [("doc.words", 1)]


def test_tests_that_share_components_compile_line_rules_once(kit: Any) -> None:
    components = Components(kit.catalog)
    rules = ((LineRule("a", "x"),),)
    assert components.matcher(rules) is components.matcher(((LineRule("a", "x"),),))
    assert components.matcher(rules) is not components.matcher(((LineRule("a", "y"),),))
    assert components.matcher(rules) is not Components(kit.catalog).matcher(rules)
    unhashable = ((LineRule("a", phrases=["x"]),),)  # type: ignore[arg-type] # as a plugin may say it
    assert components.matcher(unhashable).apply("x\ny").text == "y"


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
    assert "- two" in _says(kit, changed, folder=kit.folder)
    assert "needs the folder" in _says(kit, case)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # as a checkout on Windows may leave it
    assert _says(kit, case, folder=kit.folder) == ""


def test_a_snapshot_keeps_every_character(kit: Any) -> None:
    case = _case(kit, claims=("odd",), given=["a\r\nb\rc \ud800\x00\x85\u2028d"])
    assert _says(kit, case, folder=kit.folder, accept=True) == ""
    assert _says(kit, case, folder=kit.folder) == ""


def test_obsolete_snapshots(kit: Any) -> None:
    folder = kit.folder / "test.snapshots"
    for name in ("used", "old one", "%odd"):
        write_snapshot(snapshot_file(kit.folder, "test.flow", name), "=== 1\n")
    (folder / "README.txt").write_text("not ours")
    (folder / "notes.md").write_text("=== 1")
    write_snapshot(snapshot_file(kit.folder, "other.flow", "old one"), "=== 1\n")
    found = obsolete_snapshots(kit.folder, "flows/test.flow", ["used"])
    assert [path.relative_to(kit.folder).as_posix() for path in found] == [
        "test.snapshots/%25odd.txt",
        "test.snapshots/old one.txt",
    ]
    for path in found:
        remove_snapshot(path)
    assert obsolete_snapshots(kit.folder, "flows/test.flow", ["used"]) == []
    assert sorted(path.name for path in folder.iterdir()) == ["README.txt", "notes.md", "used.txt"]
    assert obsolete_snapshots(kit.folder, "none.flow", []) == []
