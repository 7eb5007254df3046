"""Coverage: what a test reaches, what is told of the rest, and what is not counted."""

from pathlib import Path
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.flowfile.testing.cover import Gauge, findings
from docflow.flowfile.testing.tests import Tests, open_tests, read_tests, run_one
from docflow.plan.coverage import COUNTED, Coverage

FLOW = """
stage words(least: int = 2) {
  | expect doc.words >= least else drop("short")
}

flow main {
  from text("x/*.txt")
  | clean.lines(drop: ["Menu", re"^Page \\d+"], keep: ["Menu of the day"])
  | clean.replace(pattern: re"colour", with: "color") on error skip
  | extract.pattern(re"By (?P<author>\\w+)")
  | when doc.words > 5 {
      | set doc.long = true
    } else {
      | set doc.long = false
    }
  | route {
      when doc.text matches re"zebra" { | drop when doc.words > 8 }
      when doc.words > 100 => quarantine("much")
      else => keep
    }
  | words(least: 1)
  | words
  | tee { | to markdown("md") }
  | expect doc.words < 1000 else fail("too long")
  | to jsonl("out.jsonl")
}
"""
TEST = '\ntest "one" of main {{\n  given {}\n  then run.seen > 0\n}}\n'


def opened(text: str) -> Tests:
    return open_tests(FlowFile(text, "x.flow", Path(), Catalog.installed()))


def covered(text: str) -> tuple[Coverage, list[str]]:
    """Return the coverage and the findings as `line: message`."""
    tests, gauge = opened(text), Gauge()
    for case in tests.cases:
        ran = run_one(tests, case, recorder=gauge.recorder)
        assert not ran.result.failures
        gauge.take(tests, ran)
    made = gauge.coverage(tests)
    return made, [f"{each.span.line}: {each.message}" for each in findings(made, tests)]


def counts(made: Coverage) -> dict[str, tuple[int, int]]:
    return {kind: made.count(kind) for kind in (*COUNTED, "error") if made.count(kind)[1]}


def test_what_one_document_reaches() -> None:
    made, said = covered(FLOW + TEST.format('"some four words here"'))
    assert counts(made) == {
        "step": (11, 14),
        "arm": (2, 5),
        "way": (1, 4),
        "rule": (0, 3),
        "pattern": (0, 2),
        "error": (0, 1),
    }
    assert said == [
        "3: no test has a document that this turns away",
        "8: no test has a line that the rule `Menu` finds",
        "8: no test has a line that the rule `^Page \\d+` finds",
        "8: no test has a line that the rule `keep: Menu of the day` finds",
        "9: no test has a text in which this pattern finds something",
        "10: no test has a text in which this pattern finds something",
        "11: no test has a document for which this holds",
        "17: no test takes this arm",
        "18: no test takes this arm",
    ]


def test_what_more_documents_reach() -> None:
    given = [
        "Menu\\nPage 12\\nthe Menu of the day\\nBy Ada",
        "the colour of a zebra in the sun",
        "zebra zebra zebra zebra zebra zebra zebra zebra zebra",
        "one",
        "w " * 101,
    ]
    made, said = covered(FLOW + TEST.format("[" + ", ".join(f'"{text}"' for text in given) + "]"))
    assert said == []
    assert all(some == total for kind, (some, total) in counts(made).items() if kind != "error")


def test_rules_stand_where_they_were_written() -> None:
    tests, gauge = opened(FLOW + TEST.format('"a b"')), Gauge()
    gauge.take(tests, run_one(tests, tests.cases[0], recorder=gauge.recorder))
    found = {each.message: each.span for each in findings(gauge.coverage(tests), tests)}
    span = found["no test has a line that the rule `^Page \\d+` finds"]
    assert tests.flow.text[span.start : span.end] == 're"^Page \\d+"'


def test_a_flow_that_no_test_runs_is_told_once() -> None:
    made, said = covered(FLOW + '\ntest "stage" of words {\n  given ["a b", "a"]\n  then run.kept == 1\n}\n')
    assert said == ["6: no test runs the flow `main`"]
    assert made.count("step") == (1, 14)
    _, said = covered('from text("*.txt") | clean.whitespace | to jsonl("o.jsonl")\n')
    assert said == ["1: no test can run this pipeline, as it has no name"]


def test_a_mock_is_no_run() -> None:
    text = 'stage a {\n  | clean.whitespace\n  | clean.unicode\n}\ntest "m" of a {\n  given "x  y"\n  mock '
    _, said = covered(text + 'clean.whitespace = "z"\n  then doc.text == "z"\n}\n')
    assert said == ["2: in the tests only a mock takes the place of this step"]


def test_a_comment_allows_it_with_a_reason() -> None:
    text = FLOW.replace(
        "  | clean.replace", "  # docflow: allow DF0605 because nobody writes so\n  | clean.replace"
    )
    tests = opened(text + TEST.format('"some four words here"'))
    assert [each.code for each in tests.warnings] == []
    _, said = covered(text + TEST.format('"some four words here"'))
    assert not any(line.startswith("10:") for line in said)
    assert len(said) == 8


def test_rules_of_a_plugin_are_only_told_of() -> None:
    pytest.importorskip("docflow_news")
    text = 'use news\nstage a {\n  | news.residue(extra: ["Click to Hide"])\n}\n'
    made, said = covered(text + 'test "r" of a { given "See also: x\\nText." then run.kept == 1 }\n')
    assert said == ["3: no test has a line that the rule `extra: Click to Hide` finds"]
    ((component, some, total),) = made.plugin_rules
    assert (component, some > 0, total > 20) == ("news.residue", True, True)
    assert made.count("rule") == (0, 1)


def test_what_nobody_can_know_is_said() -> None:
    text = 'stage a { | clean.replace({"a": "b", "c": "d"}) }\n'
    made, said = covered(text + 'test "r" of a { given "a" then doc.text == "b" }\n')
    assert said == []
    assert made.uncounted == (
        "line 1: 2 phrases and patterns of `clean.replace`, which does not tell which of them it found",
    )


def test_a_test_of_another_file_covers_an_include(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    lib, main = tmp_path / "lib" / "shared.flow", tmp_path / "main.flow"
    lib.write_text("stage tidy { | clean.whitespace }\nstage other { | clean.unicode }\n")
    main.write_text(
        'include "lib/shared.flow" as s\nflow f { from text("x") | s.tidy | to jsonl("o.jsonl") }\n'
        'test "t" of f { given "a  b" then doc.text == "a b" }\n'
    )
    gauge, both = Gauge(), [read_tests(lib), read_tests(main)]
    for tests in both:
        for case in tests.cases:
            gauge.take(tests, run_one(tests, case, recorder=gauge.recorder))
    said = [[each.message for each in findings(gauge.coverage(tests), tests)] for tests in both]
    assert said == [["no test runs the stage `other`"], []]
    assert gauge.coverage(both[0]).count("step") == (1, 2)


def test_route_all_and_errors(tmp_path: Path) -> None:
    text = """
stage a {
  | route all {
      when doc.words > 1 { | set doc.many = true }
      when doc.words > 2 { | set doc.more = true }
      when doc.words > 9 { | set doc.most = true }
      else => keep
    }
}
test "t" of a { given "a b c" then run.kept == 1 }
"""
    made, said = covered(text)
    assert made.count("arm") == (2, 4)
    assert said == ["6: no test takes this arm", "7: no test takes this arm"]


def test_what_on_error_met_is_told_of(plant: Any) -> None:
    plant(
        "faults",
        "from docflow.plugin import Cleaner, Example, component, hookimpl\n"
        '@component("raise", examples=(Example("a", "a"),))\n'
        'class Raise(Cleaner):\n    """Raise."""\n'
        '    def clean(self, text):\n        raise ValueError("no") if "no" in text else SystemExit(3)\n'
        "@hookimpl\ndef docflow_components():\n    return (Raise,)\n",
    )
    for outcome in ("skip", 'drop("x")', 'quarantine("q")', "retry(1) then skip"):
        text = f"use faults\nstage a {{ | faults.raise on error {outcome} }}\n"
        made, said = covered(text + 'test "t" of a { given "no" then run.seen == 1 }\n')
        assert made.count("error") == (1, 1)
        assert said == []
