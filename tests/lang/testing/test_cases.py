from docflow.model import Document
from docflow.plan.case import Case
from docflow.plan.expr import Compare, Const, DocField, SinkValue

FLOW = """
param input: glob
param min_words: int = 40
param limit: int
stage tidy(max_blank: int = 1) { | clean.unicode | clean.whitespace(max_blank: max_blank) }
flow one {
  from text(input)
  | tidy | news.lang as tell
  | drop when doc.words < min_words
  | when doc.words > 5 { | set doc.long = true }
  | to jsonl("out.jsonl")
  expect run.kept < limit
}
"""


def cases(made, test, flow=FLOW):
    done = made(flow + test)
    assert [d.message for d in done.diagnostics] == []
    return done.cases


def test_a_test_of_a_stage(made):
    test = 'test "t" of tidy(max_blank: 3) { given "a" with lang: "en", id: "x" then doc.lang == "en" }'
    (case,) = cases(made, test)
    assert isinstance(case, Case)
    assert case.given == (Document("x", "a", "", {"lang": "en"}),)
    assert [s.id for s in case.flow.body] == ["clean.unicode", "clean.whitespace"]
    assert case.flow.body[1].call.options == (("max_blank", 3),)
    assert case.claims[0].condition == Compare("==", DocField(("lang",)), Const("en"))


def test_a_test_of_a_flow_needs_no_params_for_sources(made):
    test = """test "t" of one(min_words: 1, limit: 9) {
      given ["a", "b"]
      given "c"
      mock tell = {lang: "fr"}
      mock tidy.clean.unicode = "x"
      then doc.long == null
      then sink.first.text == "x"
      then sink.jsonl.count == 2
      then run.dropped_by.drop == 1
      then snapshot("all")
    }"""
    (case,) = cases(made, test)
    assert case.flow.sources == ()
    assert [d.id for d in case.given] == ["1", "2", "3"]
    assert [(m.step, m.value) for m in case.mocks] == [("tell", {"lang": "fr"}), ("tidy/clean.unicode", "x")]
    assert case.claims[1].condition.left == SinkValue(("jsonl", "first", "text"))
    assert case.claims[4].snapshot == "all"
    assert case.flow.body[3].condition.right == Const(1)


def test_a_test_says_which_params_it_needs(made):
    done = made(FLOW + 'test "t" of one { given "a" then run.kept == 1 }')
    (found,) = done.diagnostics
    assert found.code == "DF0302"
    assert "`limit`" in found.message
    assert done.cases == ()


def test_a_stage_without_its_fields_says_which_test_lacks_them(made):
    text = 'stage s { | drop when doc.lang == "en" }\ntest "no lang" of s { given "a" then run.kept == 0 }'
    (found,) = made(text).diagnostics
    assert found.code == "DF0207"
    assert [label.text for label in found.labels] == ["in this test"]


def test_a_good_test_beside_a_bad_one_is_kept(made):
    text = FLOW + 'test "good" of tidy { given "a" then doc.text == "a" }\ntest "bad" of tidy { given "a" }'
    done = made(text)
    assert [c.name for c in done.cases] == ["good"]
    assert [d.code for d in done.diagnostics] == ["DF0602"]
