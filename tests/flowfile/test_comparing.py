"""Two versions of a flow on the same documents: what is said to change, held against what comes out."""

import gc
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docflow.api import Flow
from docflow.catalog.catalog import Catalog
from docflow.errors import FlowError, InputError, RefusedError
from docflow.flowfile.comparing import Ask, diff
from docflow.flowfile.file import FlowFile
from docflow.lang.elaborate import Values
from docflow.plan.comparison import Comparison, Effect, FlowComparison
from docflow.plugin import Cleaner, Example, component, hookimpl, option

Texts = list[str] | dict[str, str]
Compare = Callable[..., Comparison]
READ = 'from jsonl("in.jsonl")\n'


def flow_of(folder: Path, name: str, steps: str) -> Flow:
    text = steps if "from " in steps else f'{READ}{steps}\n| to jsonl("out.jsonl")'
    return Flow(text, name, folder)


def write(folder: Path, texts: Texts, name: str = "in.jsonl") -> None:
    pairs = texts.items() if isinstance(texts, dict) else ((str(n), text) for n, text in enumerate(texts, 1))
    lines = [json.dumps({"id": id_, "text": text}) for id_, text in pairs]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    monkeypatch.chdir(tmp_path)

    def compared(old: str, new: str, texts: Texts, *, ask: Ask | None = None, **values: Any) -> Comparison:
        write(tmp_path, texts)
        flows = flow_of(tmp_path, "new.flow", new), flow_of(tmp_path, "old.flow", old)
        return diff(*flows, ask, Values(set_=values))

    return compared


def told(flow: FlowComparison) -> list[tuple[str, str, str, int]]:
    return [(each.kind, each.step, each.rule or each.detail, each.documents) for each in flow.effects]


def test_equal_plans_run_nothing(compare: Compare) -> None:
    made = compare("| clean.unicode # one", "\n\n| clean.unicode # two", [])
    assert made.same
    assert not made.differs
    assert made.flows == ()


def test_an_alias_changes_no_result(compare: Compare) -> None:
    made = compare("| clean.lines(['x'])".replace("'", '"'), '| clean.lines(["x"]) as gone', ["a\nx", "b"])
    assert not made.same
    assert not made.differs
    assert [(change.change, change.before, change.after) for change in made.steps] == [
        ("renamed", "clean.lines", "gone")
    ]
    assert (made.flows[0].compared, made.flows[0].changed, made.flows[0].rules) == (2, 0, ())


def test_lines_by_step_and_rule(compare: Compare) -> None:
    old = '| clean.lines({ad: "Ad", menu: "Menu"})'
    new = '| clean.lines({ad: "Ad", share: "Share"})\n| clean.lines({more: "More"}) as second'
    flow = compare(old, new, ["one\nAd\nMenu\nShare", "two\nMore\nMore", "three\nAd"]).flows[0]
    assert told(flow) == [
        ("lines gone", "second", "more", 1),
        ("lines gone", "clean.lines", "share", 1),
        ("lines back", "clean.lines", "menu", 1),
    ]
    more, share, menu = flow.effects
    assert (more.lines, more.chars, more.fresh, more.line) == (2, 8, "step", 3)
    assert (share.fresh, share.old, share.ids) == ("rule", False, ("1",))
    assert (menu.fresh, menu.old) == ("rule", True)
    assert (flow.changed, flow.compared) == (2, 3)


def test_newly_dropped_kept_and_elsewhere(compare: Compare) -> None:
    old = '| expect doc.words > 2 else drop("short")\n| drop when doc.text matches re"^no "'
    new = '| drop when doc.text matches re"^(no|not) "\n| expect doc.words > 1 else quarantine("tiny")'
    texts = ["two words", "no good at all", "not so good", "one", "these are fine"]
    flow = compare(old, new, texts).flows[0]
    assert told(flow) == [
        ("dropped", "drop", 'doc.text matches re"^(no|not) "', 1),
        ("kept", "expect", "short", 1),
        ("moved", "expect", "quarantined by expect", 1),
    ]
    assert [(each.ids, each.line) for each in flow.effects] == [(("3",), 2), (("1",), 2), (("4",), 3)]
    kept = flow.examples[1]
    assert (kept.before, kept.after) == ("dropped by expect (line 2): short", "written to jsonl")
    assert kept.values == (("doc.words", "2"),)


def test_a_condition_in_other_words_is_no_change(compare: Compare) -> None:
    flow = compare("| drop when doc.words < 2", "| drop when doc.words <= 1", ["one", "two words"]).flows[0]
    assert not flow.differs


def test_another_reason_is_a_change(compare: Compare) -> None:
    one = '| expect doc.words > 1 else drop("short")'
    flow = compare(one, one.replace("short", "tiny"), ["one", "two words"]).flows[0]
    assert [(e.kind, e.was, e.detail) for e in flow.effects] == [("moved", "short", "tiny")]


def test_texts_rewritten_by_a_step(compare: Compare) -> None:
    flow = compare(
        "| clean.unicode", '| clean.unicode\n| clean.replace({"cat": "dog"})', ["a cat\nsat", "owl"]
    ).flows[0]
    assert told(flow) == [("text", "clean.replace", "", 1)]
    assert flow.effects[0].fresh == "step"
    rows = [(hunk.row.kind, hunk.row.text, hunk.by) for hunk in flow.examples[0].lines]
    assert rows[:2] == [("gone", "a cat", "clean.replace"), ("new", "a dog", "clean.replace")]


def test_a_rewriting_step_that_is_gone(compare: Compare) -> None:
    flow = compare('| clean.replace({"cat": "dog"})', "", ["a cat"]).flows[0]
    assert [(e.kind, e.step, e.old, e.fresh) for e in flow.effects] == [
        ("text", "clean.replace", True, "step")
    ]


def test_empty_lines_only(compare: Compare) -> None:
    old, new = "| clean.whitespace(max_blank: 2)", "| clean.whitespace(max_blank: 0)"
    flow = compare(old, new, ["a\n\n\nb"]).flows[0]
    assert [(e.kind, e.step, e.detail) for e in flow.effects] == [("text", "clean.whitespace", "empty lines")]


def test_fields_by_the_step_that_wrote_them(compare: Compare) -> None:
    old, new = "| set doc.n = doc.words", "| set doc.n = doc.chars\n| set doc.m = 1"
    flow = compare(old, new, ["a", "b c"]).flows[0]
    assert told(flow) == [("field", "set doc.n", "n", 1), ("field new", "set doc.m", "m", 2)]
    assert (flow.changed, flow.only_fields) == (2, 1)
    shown = [(e.id, [(f.name, f.before, f.after) for f in e.fields]) for e in flow.examples]
    assert shown == [("2", [("n", "2", "3")]), ("1", [("m", None, "1")])]


def test_sinks_and_copies(compare: Compare) -> None:
    old = f'{READ}| tee {{ | to text("copy") }}\n| to jsonl("out.jsonl")'
    new = f"""{READ}| route {{
  when doc.words > 1 {{ | to markdown("long") }}
  else => keep
}}
| to jsonl("out.jsonl")"""
    flow = compare(old, new, ["one", "two words"]).flows[0]
    assert told(flow) == [("moved", "markdown", "sink", 1), ("copies", "text", "copy", 2)]
    sinks = {each.sink: (each.before, each.after) for each in flow.sinks}
    assert sinks == {"markdown": (0, 1), "jsonl": (2, 1), "text": (2, 0)}


def test_a_change_in_a_copy_is_told_once(compare: Compare) -> None:
    end = '| tee { | to text("copy") }'
    flow = compare(end, f'| clean.lines(["x"])\n{end}', ["a\nx"]).flows[0]
    assert [(e.kind, e.lines) for e in flow.effects] == [("lines gone", 1)]


def test_pieces_are_paired_by_id(compare: Compare) -> None:
    old, new = "| split.paragraphs", '| split.paragraphs\n| clean.lines(["x"])'
    flow = compare(old, new, ["a\n\nb\nx\n\nc"]).flows[0]
    assert [(e.kind, e.lines, e.documents) for e in flow.effects] == [("lines gone", 1, 1)]


def test_documents_with_one_id_are_paired_in_order(compare: Compare, tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text('{"id": "a", "text": "x\\nAd"}\n{"id": "a", "text": "y"}\n')
    made = compare("| clean.unicode", '| clean.lines(["Ad"])', [], ask=Ask(("two.jsonl",)))
    assert made.flows[0].compared == 2
    assert [(e.kind, e.lines) for e in made.flows[0].effects] == [("lines gone", 1)]


def test_corpus_steps_and_flows_of_flows(compare: Compare) -> None:
    steps = f"""flow one {{ {READ}| clean.lines(["WORD"])
  | to jsonl("one.jsonl") }}
flow two {{ from flow.one
  | dedup.exact
  | drop when doc.words < 1
  | to jsonl("two.jsonl") }}"""
    flows = compare(steps.replace("WORD", "zz"), steps.replace("WORD", "Ad"), ["a\nAd", "a", "b"]).flows
    assert [(flow.name, flow.changed) for flow in flows] == [("one", 1), ("two", 2)]
    assert told(flows[1]) == [("dropped", "dedup.exact", "duplicate", 1), ("text", "", "", 1)]
    assert [(each.sink, each.before, each.after) for each in flows[1].sinks] == [("jsonl", 3, 2)]


def test_what_one_version_reads_alone(compare: Compare, tmp_path: Path) -> None:
    write(tmp_path, {"7": "seven", "1": "one"}, "more.jsonl")
    old = 'from jsonl("in.jsonl")\n| to jsonl("out.jsonl")'
    new = 'from jsonl("more.jsonl")\n| to jsonl("out.jsonl")'
    flow = compare(old, new, ["one", "two"]).flows[0]
    assert (flow.only_before, flow.only_after, flow.compared, flow.changed) == (1, 1, 1, 0)
    assert sorted(flow.only_ids) == ["2", "7"]
    assert flow.differs


def test_a_version_that_stops(compare: Compare) -> None:
    flow = compare("", '| expect doc.words < 2 else fail("too long")', ["one", "two words", "three"]).flows[0]
    assert flow.stopped_after.startswith("too long (document `2`")
    assert (flow.stopped_before, flow.compared, flow.only_before) == ("", 2, 0)
    assert told(flow) == [("failed", "expect", "too long", 1)]


def test_a_flow_that_stops_before_a_corpus_step_leaves_no_file_open(compare: Compare) -> None:
    stops = '| expect doc.words < 2 else fail("too long")\n| dedup.exact'
    flow = compare("| dedup.exact", stops, ["one", "two words", "three"]).flows[0]
    assert flow.stopped_after.startswith("too long (document `2`")
    gc.collect()  # a file that is still open would be told here, and fail the test


def test_a_gate_that_fails_now(compare: Compare) -> None:
    gate = f'{READ}| drop when doc.words < N\n| to jsonl("o.jsonl")\nexpect run.kept > 1 else fail("few")'
    flow = compare(gate.replace("N", "1"), gate.replace("N", "2"), ["one", "two words"]).flows[0]
    assert flow.before is not None
    assert flow.after is not None
    assert [g.passed for g in (*flow.before.gates, *flow.after.gates)] == [True, False]


def test_a_limit(compare: Compare) -> None:
    made = compare("", '| clean.lines(["x"])', ["x\na", "x\nb", "x\nc"], ask=Ask(limit=2))
    assert (made.flows[0].compared, made.flows[0].changed, made.limit) == (2, 2, 2)


def test_params_that_one_version_lacks(compare: Compare) -> None:
    new = f'param least: int = 1\nflow a {{ {READ}| drop when doc.words < least\n| to jsonl("o.jsonl") }}'
    old = f'flow a {{ {READ}| to jsonl("o.jsonl") }}'
    made = compare(old, new, ["one", "two words"], least="2")
    assert made.notes == ("old.flow has no param `least`; it ran without the value that was given",)
    assert told(made.flows[0])[0][:2] == ("dropped", "drop")
    with pytest.raises(FlowError, match="no param `most`"):
        compare(old, new, [], most="2")


def test_sinks_need_no_params_and_inputs_replace_them(compare: Compare) -> None:
    steps = "param input: glob\nparam out: path\nflow a { from jsonl(input)\nSTEP| to jsonl(out) }"
    old, new = steps.replace("STEP", ""), steps.replace("STEP", '| clean.lines(["x"])\n')
    made = compare(old, new, ["a\nx"], ask=Ask(("in.jsonl",)), input="in.jsonl")
    assert made.flows[0].changed == 1
    with pytest.raises(RefusedError, match=r"needs values for `input`: --set"):
        compare(old, new, ["a"])


def test_mistakes_of_both_are_told(compare: Compare) -> None:
    with pytest.raises(FlowError) as refused:
        compare("| clean.nothing", "| clean.lines(1)", [])
    assert {found.span.file for found in refused.value.diagnostics} == {"old.flow", "new.flow"}


def test_errors_name_the_version(compare: Compare) -> None:
    with pytest.raises(InputError, match=r"\(in old.flow\)"):
        compare("", '| clean.lines(["x"])', [], ask=Ask(("none.jsonl",)))


@component("telling", examples=(Example("x", "x\n?", {"token": "?"}),))
class Telling(Cleaner):
    """Writes its secret down."""

    token: str = option(doc="The secret.", secret=True, primary=True)

    def clean(self, text: str) -> str:
        return f"{text}\n{self.token}"


def _spy() -> ModuleType:
    module = ModuleType("docflow_tests_spy")
    vars(module)["docflow_components"] = hookimpl(lambda: (Telling,))
    return module


def test_secrets_are_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "open sesame")
    write(tmp_path, ["x"])
    catalog, spy = Catalog.installed(), Catalog.of(spy=_spy()).namespace("spy")
    assert spy is not None
    catalog.add(spy)
    flow = f'secret token = env("TOKEN")\nflow a {{ {READ}STEP| to jsonl("o.jsonl") }}'
    old = FlowFile(
        flow.replace("STEP", "| spy.telling(token)\n| clean.unicode\n"), "old.flow", tmp_path, catalog
    )
    new = FlowFile(
        flow.replace("STEP", '| spy.telling(token)\n| clean.lines(["sesame"])\n'),
        "new.flow",
        tmp_path,
        catalog,
    )
    made = diff(new, old)
    assert made.flows[0].changed == 1
    assert "open sesame" not in str(made)
    assert "***" in str(made)


def test_a_flow_that_did_not_exist(tmp_path: Path) -> None:
    write(tmp_path, ["one", "two words"])
    made = diff(flow_of(tmp_path, "new.flow", "| drop when doc.words < 2"), None)
    assert made.old is None
    assert made.differs
    assert made.flows[0].after is not None
    assert (made.flows[0].after.sums.written, made.flows[0].after.sums.dropped) == (1, 1)


def test_inputs_stand_for_all_sources(compare: Compare, tmp_path: Path) -> None:
    write(tmp_path, ["x\na"], "other.jsonl")
    made = compare("", '| clean.lines(["x"])', ["b"], ask=Ask((str(tmp_path / "other.jsonl"),)))
    assert (made.flows[0].compared, made.flows[0].changed) == (1, 1)


def test_rejected_input_is_counted(compare: Compare, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "text": "a"}\nnot json\n')
    made = compare("", '| clean.lines(["x"])', [], ask=Ask(("bad.jsonl",)))
    assert not made.differs
    assert made.documents == 2


# ------------------------------------------------------------------------------------------ laws

STEPS = (
    '| clean.lines({x: "x", y: "y"})',
    '| clean.lines({x: "x", z: "z"})',
    "| clean.whitespace(max_blank: 0)",
    '| clean.replace({"a": "b"})',
    "| drop when doc.words > 3",
    '| expect doc.words > 1 else quarantine("few")',
    "| set doc.n = doc.words",
    '| when doc.words > 2 { | clean.lines({y: "y"}) }',
    "| dedup.exact",
    "| split.paragraphs",
)
LINES = st.lists(st.sampled_from(["x", "y", "z", "a b", "", "c", "x a"]), min_size=0, max_size=6)
CORPORA = st.lists(LINES.map("\n".join), min_size=1, max_size=6)
FLOWS = st.lists(st.sampled_from(STEPS), max_size=4).map("\n".join)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(old=FLOWS, new=FLOWS, texts=CORPORA)
def test_what_changes_is_what_comes_out_differently(
    tmp_path: Path, old: str, new: str, texts: list[str]
) -> None:
    write(tmp_path, texts)
    flows = flow_of(tmp_path, "old.flow", old), flow_of(tmp_path, "new.flow", new)
    made = diff(flows[1], flows[0])
    back = diff(flows[0], flows[1])
    same = results(flows[0], texts) == results(flows[1], texts)
    if made.same:
        assert same
        return
    here, there = made.flows[0], back.flows[0]
    assert (here.compared, here.changed) == (len(texts), there.changed)
    assert here.changed > 0 or same
    assert all(effect.documents <= here.changed for effect in (*here.effects, *here.groups))
    assert bool(here.effects) == bool(here.changed)
    assert all(each.step for each in here.effects if each.kind in ("lines gone", "lines back"))
    lost, won = lines(here.effects, "lines gone"), lines(there.effects, "lines back")
    assert lost == won, "what one way takes the other gives back"


def lines(effects: tuple[Effect, ...], kind: str) -> int:
    return sum(effect.lines for effect in effects if effect.kind == kind)


def results(flow: FlowFile, texts: list[str]) -> list[tuple[str, str, dict[str, object]]]:
    assert isinstance(flow, Flow)
    return [(doc.id, doc.text, doc.fields) for doc in flow.over(texts)]


def test_sinks_whose_ids_shift_keep_their_counts(compare: Compare) -> None:
    new = f"""{READ}| route {{
  when doc.words > 1 {{ | to jsonl("long.jsonl") }}
  else => keep
}}
| to jsonl("out.jsonl")"""
    flow = compare(f'{READ}| to jsonl("out.jsonl")', new, ["one", "two words"]).flows[0]
    assert told(flow) == [("moved", "jsonl", "sink", 1)]
    assert flow.effects[0].was == "jsonl#2"
    sinks = {each.sink: (each.before, each.after) for each in flow.sinks}
    assert sinks == {"jsonl": (0, 1), "jsonl#2": (2, 1)}


def test_an_id_that_another_step_has_now(compare: Compare) -> None:
    old = f'{READ}| tee {{ | to jsonl("a.jsonl", text: "body") }}\n| to text("out")'
    new = f"""{READ}| drop when doc.words > 1
| route {{
  when doc.text == "one" {{ | to text("one") }}
  else {{ | to jsonl("b.jsonl") }}
}}"""
    flow = compare(old, new, ["one", "two words", "three"]).flows[0]
    sums = [(each.sink, each.before, each.after) for each in flow.sinks]
    assert sum(before for _, before, _ in sums) == 6
    assert sum(after for _, _, after in sums) == 2
    assert len({sink for sink, _, _ in sums}) == len(sums)


def test_renamed_flows_are_paired_by_what_they_do(compare: Compare) -> None:
    old = """flow one { from jsonl("in.jsonl") | clean.unicode | clean.whitespace | to jsonl("a.jsonl") }
flow two { from flow.one | drop when doc.words > 1 | to jsonl("b.jsonl") }"""
    new = old.replace("one", "uno").replace("two", "due").replace("> 1", "> 2")
    made = compare(old, new, ["one", "two words", "three words here"])
    assert [(flow.name, flow.changed) for flow in made.flows] == [("uno", 0), ("due", 1)]
    assert {each.change for each in made.steps if each.what == "flow"} == {"renamed"}
    other = compare(old, 'flow new { from jsonl("in.jsonl") | dedup.exact | to csv("c.csv") }', ["one"])
    assert [flow.name for flow in other.flows] == ["new", "one", "two"]
