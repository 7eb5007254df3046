"""Which step is which in two versions of a flow, and what of them is told as changed."""

from pathlib import Path

from docflow.flowfile.file import FlowFile
from docflow.lang.elaborate import Values
from docflow.plan.alignment import align
from docflow.plan.changes import flow_changes
from docflow.plan.ir import FlowPlan

READ, WRITE = 'from jsonl("in.jsonl")\n', '\n| to jsonl("out.jsonl")'


def plan(steps: str) -> FlowPlan:
    text = steps if "from " in steps else f"{READ}{steps}{WRITE}"
    return FlowFile(text, "a.flow", Path()).compile(Values()).flows[0]


def pairs(old: str, new: str) -> dict[str, str]:
    return align(plan(old), plan(new)).forward()


def changes(old: str, new: str) -> list[tuple[str, str]]:
    one, two = plan(old), plan(new)
    return [(change.change, change.step or change.what) for change in flow_changes(one, two, align(one, two))]


def test_an_inserted_twin_shifts_ids_only() -> None:
    old = "| clean.unicode\n| clean.whitespace(max_blank: 1)"
    new = "| clean.whitespace(max_blank: 0)\n| clean.unicode\n| clean.whitespace(max_blank: 1)"
    assert pairs(old, new)["clean.whitespace"] == "clean.whitespace#2"
    assert changes(old, new) == [("added", "clean.whitespace")]


def test_other_options_and_conditions() -> None:
    old = '| clean.lines({a: "a", b: "b"})\n| drop when doc.words < 2'
    new = '| clean.lines({a: "a", c: "c"}, ignore_case: false)\n| drop when doc.words < 3'
    one, two = plan(old), plan(new)
    lines, drop = flow_changes(one, two, align(one, two))
    assert [(d.name, d.gone, d.came) for d in lines.details] == [
        ("drop", ('{b: "b"}',), ('{c: "c"}',)),
        ("ignore_case", (), ()),
    ]
    assert lines.details[1].after == "false"
    assert [(d.name, d.before, d.after) for d in drop.details] == [
        ("condition", "doc.words < 2", "doc.words < 3")
    ]


def test_moved_and_renamed() -> None:
    old = "| clean.unicode\n| clean.whitespace\n| set doc.n = doc.words"
    assert changes(old, "| clean.whitespace\n| clean.unicode\n| set doc.n = doc.words") in (
        [("moved", "clean.unicode")],
        [("moved", "clean.whitespace")],
    )
    assert changes(old, old.replace("clean.unicode", "clean.unicode as first")) == [("renamed", "first")]


def test_into_a_branch_is_a_move() -> None:
    old = '| clean.lines(["x"])'
    found = changes(old, '| when doc.words > 2 { | clean.lines(["x"]) }')
    assert sorted(found) == [("added", "when"), ("moved", "clean.lines")]


def test_an_arm_before_others_moves_nothing() -> None:
    old = '| route {\n when doc.words > 9 { | clean.lines(["x"]) }\n else => keep }'
    new = old.replace("route {\n", 'route {\n when doc.words > 99 => drop("long")\n')
    assert changes(old, new) == [("changed", "route"), ("added", "drop")]


def test_errors_settings_sources_and_gates() -> None:
    head = 'flow a {\n  with max_doc: 5MB\n  from jsonl("in.jsonl")\n  | clean.unicode on error drop\n'
    tail = '  | to jsonl("o.jsonl")\n  expect run.kept > 0 else fail("x")\n}'
    new = (head + tail).replace("5MB", "6MB").replace("in.jsonl", "other.jsonl").replace("drop", "skip")
    found = changes(head + tail, new.replace("run.kept > 0", "run.kept > 1"))
    assert found == [
        ("changed", "from"),
        ("changed", "with"),
        ("changed", "clean.unicode"),
        ("removed", "gate"),
        ("added", "gate"),
    ]


def test_one_version_only() -> None:
    flow = plan("| clean.unicode")
    assert [each.change for each in flow_changes(None, flow, align(None, flow))] == ["added"]
    assert [each.change for each in flow_changes(flow, None, align(flow, None))] == ["removed"]
    assert flow_changes(flow, flow, align(flow, flow)) == ()
