from pathlib import Path

import pytest

from docflow.lang.elaborate import Values, elaborate
from docflow.lang.syntax.parse import parse
from docflow.model import Place
from docflow.plan import ir
from docflow.plan.expr import Compare, Const, DocField
from docflow.plugin import Cleaner, Example, component, option

FLOW = """
param input: glob
param out: path = "out"
param min_words: int = 40 where min_words >= 0
stage tidy(max_blank: int = 1) { | clean.unicode | clean.whitespace(max_blank: max_blank) }
flow one {
  with workers: 2, max_doc: 1MB, max_errors: 1%
  on error retry(2, wait: 5s) then drop("failed")
  from text(input)
  | tidy
  | tidy(max_blank: 3) as again
  | drop when doc.words < min_words on error skip
  | to jsonl(out / "a.jsonl")
  expect run.kept > 0 else warn("empty")
}
"""


def test_check_needs_no_values(made):
    done = made(FLOW)
    assert (done.plan, done.diagnostics) == (None, ())
    assert {n: str(b.type) for n, b in done.params.items()} == {
        "input": "glob",
        "out": "path",
        "min_words": "int",
    }


def test_a_whole_flow(made):
    plan = made(FLOW, Values({"input": "x/*.txt"})).plan
    (flow,) = plan.flows
    assert (plan.name, flow.name) == ("main", "one")
    assert flow.settings == ir.Settings(2, 1_000_000, 0.01)
    assert flow.sources[0].options == (("path", (Place("x/*.txt", "caller"),)),)
    failed = ir.Outcome("retry", times=2, wait=5.0, then=ir.Outcome("drop", "failed"))
    assert [(s.id, s.on_error) for s in flow.body] == [
        ("tidy/clean.unicode", failed),
        ("tidy/clean.whitespace", failed),
        ("again/clean.unicode", failed),
        ("again/clean.whitespace", failed),
        ("drop", ir.Outcome("skip")),
        ("jsonl", failed),
    ]
    assert flow.body[1].call.options == (("max_blank", 1),)
    assert flow.body[3].call.options == (("max_blank", 3),)
    assert flow.body[4].condition == Compare("<", DocField(("words",)), Const(40))
    assert flow.body[5].call.options == (("path", Place("out/a.jsonl", "flow")),)
    assert (flow.gates[0].outcome, flow.gates[0].text) == (ir.Outcome("warn", "empty"), "run.kept > 0")


def test_the_default_outcome_is_quarantine(made):
    plan = made('from text("a") | clean.unicode | to jsonl("b")', Values()).plan
    assert plan.flows[0].body[0].on_error == ir.Outcome("quarantine", "error")


def test_steps_that_are_repeated_are_numbered(made):
    plan = made(
        'from text("a") | clean.unicode | clean.unicode | clean.unicode as x | to jsonl("b")', Values()
    ).plan
    assert [s.id for s in plan.flows[0].body] == ["clean.unicode", "clean.unicode#2", "x", "jsonl"]


FLOWS = """
flow last { from flow.first, flow.second | to jsonl("c") }
flow second { from flow.first | clean.unicode }
flow first { from text("a") | set doc.n = 1 | to jsonl("b") }
flow alone { from text("a") | to jsonl("d") }
"""


def test_flows_come_after_those_that_they_read(made):
    assert [f.name for f in made(FLOWS, Values()).plan.flows] == ["first", "second", "last", "alone"]


def test_one_flow_comes_with_those_that_it_reads(made):
    assert [f.name for f in made(FLOWS, Values(), flow="second").plan.flows] == ["first", "second"]
    assert [f.name for f in made(FLOWS, Values(), flow="alone").plan.flows] == ["alone"]


def test_fields_come_with_the_flow_that_is_read(made, codes):
    assert (
        codes('flow b { from flow.a | drop when doc.n > 1 | to jsonl("b") }' + FLOWS.replace("first", "a"))
        == []
    )


@pytest.mark.parametrize(
    ("text", "values", "flow", "message"),
    [
        (FLOW, Values(), None, "the param `input` needs a value: a glob"),
        (FLOW, Values({"input": "x", "min_word": "3"}), None, "this file has no param `min_word`"),
        (FLOW, Values({"input": "x", "min_words": "many"}), None, "the param `min_words` must be an int"),
        (FLOW, Values({"input": "x", "min_words": "-3"}), None, "the value of `min_words` is not allowed"),
        (FLOW, Values({"input": "x"}), "on", "this file has no flow `on`"),
        ("let a = 1", Values(), None, "this file has no flow to run"),
    ],
)
def test_what_is_asked_from_outside_is_refused(made, text, values, flow, message):
    done = made(text, values, flow=flow)
    found = [d for d in done.diagnostics if d.severity == "error"]
    assert done.plan is None
    assert [d.code for d in found] == ["refused"]
    assert found[0].message.startswith(message)


def test_set_wins_over_the_params_file_and_both_over_the_default(made):
    text = "param n: int = 1\nparam m: int = 1\nparam k: int = 1\n"
    text += 'from text("a") | set doc.x = [n, m, k] | to jsonl("b")'
    plan = made(text, Values({"n": "3"}, {"n": 2, "m": 2})).plan
    assert plan.flows[0].body[0].value == Const([3, 2, 1])


def test_paths_belong_to_who_gave_them(made):
    text = 'param a: path = "x"\nparam b: path = "y"\nfrom text("q") | tee { | to markdown(a) } | to jsonl(b)'
    plan = made(text, Values({"a": Path("here")}, {"b": "there"})).plan
    tee, sink = plan.flows[0].body
    assert tee.branches[0][0].call.options == (("path", Place("here", "caller")),)
    assert sink.call.options == (("path", Place("there", "flow")),)


def test_what_holds_for_one_value_of_a_param_is_no_finding(codes):
    text = (
        'param n: int = 0\nfrom text("a") | drop when doc.words < n | expect doc.words >= n | to jsonl("b")'
    )
    assert codes(text) == []
    text = 'param n: int = 3\nfrom text("a") | drop when doc.words < n and doc.words > 5 | to jsonl("b")'
    assert codes(text) == []


def test_lets_may_stand_in_any_order(made):
    plan = made('let a = b * 2\nlet b = 3\nfrom text("a") | set doc.x = a | to jsonl("b")', Values()).plan
    assert plan.flows[0].body[0].value == Const(6)


def test_files_lists_the_readers_that_it_may_choose(made):
    (source,) = made('from files("a") | to jsonl("b")', Values()).plan.flows[0].sources
    assert [r.component for r in source.readers] == ["core.text", "core.jsonl"]


def test_a_sink_gets_the_fields_of_its_path(made):
    text = 'from jsonl("a") | news.lang | when doc.words > 3 { | set doc.n = 1 } | to jsonl("b")'
    sink = made(text, Values()).plan.flows[0].body[-1]
    assert [(n, str(t)) for n, t in sink.call.fields] == [("lang", "text"), ("n", "any?")]
    assert sink.call.open_fields


def test_outcomes_as_steps_and_arms(made):
    text = """from text("a") | route {
      when doc.words > 9 => keep
      when doc.words > 5 => warn("odd")
      when doc.words > 3 => fail("stop")
      when doc.words > 2 { | clean.unicode | drop("two") }
      else => quarantine("short")
    } | to jsonl("b")"""
    arms = made(text, Values()).plan.flows[0].body[0].arms
    never = Const(False)
    assert arms[0].body == ()
    assert (arms[1].body[0].condition, arms[1].body[0].outcome) == (never, ir.Outcome("warn", "odd"))
    assert (arms[2].body[0].condition, arms[2].body[0].outcome) == (never, ir.Outcome("fail", "stop"))
    assert arms[3].body[1].outcome == ir.Outcome("drop", "two")
    assert (arms[4].condition, arms[4].body[0].outcome) == (None, ir.Outcome("quarantine", "short"))


def test_secrets_go_in_as_references(made, catalog, planted):
    @component("ask", examples=(Example("a", "a", {"key": "k"}),))
    class Ask(Cleaner):
        """Ask a server."""

        key: str = option(doc="The key.", secret=True)

        def clean(self, text):
            return text

    text = 'secret token = env("TOKEN")\nfrom text("a") | net.ask(key: token) | to jsonl("b")'
    step = made(text, Values(), plugins=catalog(net=planted(Ask))).plan.flows[0].body[0]
    assert step.call.options == (("key", ir.SecretRef("env", "TOKEN")),)


def test_a_mistake_gives_no_plan_but_all_findings(made):
    done = made(
        'param p: int\nfrom text("a") | clean.unicod | claen.whitespace | drop when p | to jsonl("b")'
    )
    assert done.plan is None
    assert [d.code for d in done.diagnostics] == ["DF0201", "DF0201", "DF0309"]


@pytest.mark.parametrize(
    "broken",
    ["let limit = = 3\n", "param limit: = 3\n", "let limit 3\n"],
)
def test_a_name_declared_in_a_broken_part_is_not_reported_again(catalog, broken):
    parsed = parse(
        broken + 'from text("a") | drop when doc.words < limit or gone > 3 | to jsonl("b")', "x.flow"
    )
    done = elaborate(parsed.program, catalog())
    assert parsed.diagnostics
    assert [d.message for d in done.diagnostics] == ["there is no name `gone` here"]


def test_a_stage_that_sets_a_field_may_be_called_twice(codes):
    assert codes('stage s { | set doc.x = 1 }\nfrom text("a") | s | s | to jsonl("b")') == []
    assert codes('from text("a") | set doc.x = 1 | set doc.x = doc.x + 1 | to jsonl("b")') == []
    assert codes('from text("a") | set doc.x = 1 | set doc.x = 2 | to jsonl("b")') == ["DF0407"]
