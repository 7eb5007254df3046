"""`docflow test`: which tests run, how it ends, and each form of output."""

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TWO = """
stage tidy { | clean.whitespace }

test "blanks go" of tidy {
  given "a  b"
  then doc.text == "a b"
}

test "wrong on purpose" of tidy {
  given "a  b"
  then doc.words == 3
}
"""
GOOD = 'stage tidy { | clean.whitespace }\ntest "Also good" of tidy { given "x" then doc.text == "x" }\n'
WRONG = 'stage tidy { | clean.whitspace }\ntest "never" of tidy { given "x" then doc.text == "x" }\n'


@pytest.fixture
def flows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "two.flow").write_text(TWO)
    (tmp_path / "below" / "good.flow").write_text(GOOD)
    (tmp_path / "below" / "none.flow").write_text('from text("*.txt") | to jsonl("out.jsonl")\n')
    (tmp_path / ".hidden" / "bad.flow").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "names", "code"),
    [
        ((), ["blanks go", "wrong on purpose", "Also good"], 1),
        ((".",), ["blanks go", "wrong on purpose", "Also good"], 1),
        (("below", "below/good.flow", "."), ["Also good", "blanks go", "wrong on purpose"], 1),
        (("two.flow:4",), ["blanks go"], 0),
        (("two.flow:6", "two.flow:11"), ["blanks go", "wrong on purpose"], 1),
        (("two.flow::blanks go", "below"), ["blanks go", "Also good"], 0),
        ((".", "-k", "GO"), ["blanks go", "Also good"], 0),
        ((".", "-k", "also", "-k", "purpose"), ["wrong on purpose", "Also good"], 1),
        (("two.flow:4", "two.flow"), ["blanks go", "wrong on purpose"], 1),
    ],
)
def test_selection(
    docflow: Callable[..., Any], flows: Path, arguments: tuple[str, ...], names: list[str], code: int
) -> None:
    done = docflow("test", *arguments, "--format", "json")
    assert [test["name"] for test in json.loads(done.out)["tests"]] == names
    assert done.code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("two.flow:2",), 'no test of `two.flow` stands at line 2; its tests: "blanks go" (line 4)'),
        (("two.flow::blanks",), "`two.flow` has no test called `blanks`"),
        (("two.flow", "-k", "zebra"), "no test matches `-k zebra`"),
        (("below/none.flow",), "the flows hold no test"),
        (("three.flow",), "there is no flow file `three.flow`"),
        (("three.flow:4",), "there is no flow file `three.flow`"),
    ],
)
def test_what_is_not_there_is_refused(
    docflow: Callable[..., Any], flows: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = docflow("test", *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_wrong_flow_does_not_keep_others_from_their_tests(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "below" / "bad.flow").write_text(WRONG)
    done = docflow("test", "below")
    assert done.code == 2
    assert "passed  below/good.flow:2  Also good" in done.out
    assert done.out.endswith("1 test: 1 passed, 0 failed; 1 wrong flow\n")
    assert "error[DF0201]" in done.err
    made = json.loads(docflow("test", "below", "--format", "json").out)
    assert [found["code"] for found in made["diagnostics"]] == ["DF0201"]
    suites = ET.fromstring(docflow("test", "below", "--format", "junit").out)
    assert [case.get("name") for case in suites.iter("testcase")] == ["Also good", "the flow is right"]
    assert (
        "::error file=below/bad.flow,line=1,col=16,endColumn=31,endLine=1,title=DF0201::"
        in docflow("test", "below", "--format", "github").out
    )


def test_fail_fast(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "two.flow").write_text(TWO.replace('"a b"', '"ab"'))
    done = docflow("test", "two.flow", "-x", "-q")
    assert done.code == 1
    assert done.out.endswith("\n1 test: 0 passed, 1 failed\n")


def test_quiet_and_verbose(docflow: Callable[..., Any], flows: Path) -> None:
    assert docflow("test", "below", "-q").out == "1 test: 1 passed, 0 failed\n"
    assert docflow("test", "below", "-v").out.splitlines()[1] == '        line 2: doc.text == "x"'


def test_junit_tells_place_and_difference(docflow: Callable[..., Any], flows: Path) -> None:
    done = docflow("test", "two.flow", "--format", "junit")
    assert done.code == 1
    (failure,) = ET.fromstring(done.out).iter("failure")
    assert failure.get("message") == "`doc.words == 3` does not hold"
    assert "two.flow:11:8" in (failure.text or "")
    assert "got:      2" in (failure.text or "")


def test_snapshots_that_nothing_claims(docflow: Callable[..., Any], flows: Path) -> None:
    text = GOOD.replace('doc.text == "x"', 'snapshot("x")')
    (flows / "below" / "good.flow").write_text(text + text.splitlines()[1].replace("good", "fine") + "\n")
    assert docflow("test", "below").code == 1
    assert docflow("test", "below", "--update").code == 0
    more = text.splitlines()[1].replace('("x")', '("y")').replace("Also", "more")
    (flows / "below" / "good.flow").write_text(GOOD + more + "\n")
    folder = flows / "below" / "good.snapshots"
    done = docflow("test", "below", "--update", "-k", "also")
    assert "obsolete  below/good.snapshots/x.txt: no test claims it any more" in done.out
    done = docflow("test", "below", "--update")
    assert "obsolete  below/good.snapshots/x.txt: removed" in done.out
    assert [path.name for path in folder.iterdir()] == ["y.txt"]


COVERED = """
flow main {
  from text("x/*.txt")
  | clean.whitespace
  | expect doc.words > 1 else drop("short")
  | to jsonl("out.jsonl")
}

test "long" of main {
  given "a  b"
  then doc.text == "a b"
}
"""


def test_coverage_is_shown_and_judged(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "covered.flow").write_text(COVERED)
    done = docflow("test", "covered.flow", "--coverage")
    assert done.code == 0
    assert "warning[DF0605]: no test has a document that this turns away\n --> covered.flow:5:12" in done.out
    assert "  covered.flow  steps 3/3, ways 1/2  80 %\n1 test: 1 passed, 0 failed\n" in done.out
    assert docflow("test", "covered.flow", "--coverage-min", "80%").code == 0
    done = docflow("test", "covered.flow", "--coverage-min", "81")
    assert done.code == 1
    assert "less than 81 % is covered" in done.out
    assert docflow("test", "covered.flow", "--deny", "DF0605").code == 1
    assert docflow("test", "covered.flow", "--coverage-min", "much").code == 2


def test_a_stage_that_nothing_uses_is_told_of_once(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "covered.flow").write_text(COVERED + "\nstage idle { | clean.unicode }\n")
    said = "no test runs the stage `idle`"
    assert said in docflow("test", "covered.flow", "--coverage").out
    done = docflow("check", "covered.flow", "--coverage")
    assert "DF0208" in done.out
    assert said not in done.out


def test_coverage_as_data(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "covered.flow").write_text(COVERED)
    made = json.loads(docflow("test", "covered.flow", "--coverage", "--format", "json").out)
    assert made["percent"] == 80.0
    assert made["coverage"][0]["counts"]["ways"] == {"reached": 1, "total": 2}
    assert [found["code"] for found in made["uncovered"]] == ["DF0605"]
    done = docflow("test", "covered.flow", "--coverage-min", "90", "--deny", "DF0605", "--format", "junit")
    names = [case.get("name") for case in ET.fromstring(done.out).iter("testcase")]
    assert names == ["long", "DF0605 no test has a document that this turns away", "coverage"]
    done = docflow("test", "covered.flow", "--coverage", "--format", "github")
    assert done.out.startswith("::warning file=covered.flow,line=5,col=12,endColumn=")


def test_check_tells_of_coverage_when_asked(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "covered.flow").write_text(COVERED)
    assert docflow("check", "covered.flow").out == "covered.flow: no findings in 1 flow, 3 steps, 1 test\n"
    done = docflow("check", "covered.flow", "--coverage")
    assert done.code == 0
    assert "warning[DF0605]" in done.out
    assert docflow("check", "covered.flow", "--coverage", "--deny", "DF0605").code == 2
    (flows / "pyproject.toml").write_text('[tool.docflow.levels]\nDF0605 = "off"\n')
    assert "DF0605" not in docflow("check", "covered.flow", "--coverage").out
    assert "DF0605" not in docflow("test", "covered.flow", "--coverage").out


def test_record(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "x").mkdir()
    (flows / "x" / "a.txt").write_text("one  two\n")
    (flows / "covered.flow").write_bytes(COVERED.replace("\n", "\r\n").encode())
    done = docflow("test", "covered.flow", "--record", "a")
    assert done.code == 0
    assert done.out.startswith('test "a" of main {\n  given "one  two\\n"\n  then doc.text == "one two"\n}\n')
    assert done.out.endswith("wrote it to covered.flow:14\n")
    assert docflow("test", "covered.flow").out.endswith("2 tests: 2 passed, 0 failed\n")
    raw = (flows / "covered.flow").read_bytes()
    assert raw.startswith(COVERED.rstrip().replace("\n", "\r\n").encode())
    assert raw.count(b"\r\n") == raw.count(b"\n")
    made = json.loads(docflow("test", "covered.flow", "--record", "x/a.txt", "--format", "json").out)
    assert (made["name"], made["line"]) == ("a 2", 19)


def test_record_of_standard_input(
    docflow: Callable[..., Any], flows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (flows / "covered.flow").write_text(COVERED)
    monkeypatch.setattr("sys.stdin", io.StringIO("two  \n\n  words"))
    done = docflow("test", "covered.flow", "--record", "-")
    assert done.out.startswith('test "recorded" of main {\n  given "two  \\n\\n  words"\n')
    monkeypatch.setattr("sys.stdin", io.StringIO("b  c"))
    assert docflow("test", "two.flow", "--record", "-", "--of", "tidy").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--record", "nothing"),
            "there is no file `nothing`, and no such document in the inputs; the first are `a`",
        ),
        (("--record", "a", "--name", "long"), "the file has a test called `long` already"),
        (("--record", "a", "--of", "other"), "there is no flow or stage `other` in this file; it has main"),
        (("two.flow", "--record", "a"), "a test is recorded into one flow file"),
        (("--name", "x"), "are for `--record DOC`"),
    ],
)
def test_what_cannot_be_recorded_leaves_the_file(
    docflow: Callable[..., Any], flows: Path, arguments: tuple[str, ...], said: str
) -> None:
    (flows / "x").mkdir()
    (flows / "x" / "a.txt").write_text("one  two\n")
    (flows / "covered.flow").write_text(COVERED)
    done = docflow("test", "covered.flow", *arguments)
    assert done.code == 2
    assert said in done.err
    assert (flows / "covered.flow").read_text() == COVERED


def test_record_of_a_stage(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "x.txt").write_text("one  TWO\n")
    text = 'stage lower { | clean.replace({"TWO": "two"}) }\n'
    flow = 'flow main { from text("x.txt") | clean.whitespace | lower as l | to jsonl("o.jsonl") }\n'
    (flows / "main.flow").write_text(text + flow)
    (flows / "stages.flow").write_text(text)
    done = docflow("test", "main.flow", "--record", "x", "--of", "lower")
    assert 'given "one TWO"\n  then doc.text == "one two"' in done.out
    done = docflow("test", "stages.flow", "--record", "x.txt", "--of", "lower")
    assert 'given "one  TWO\\n"\n  then doc.text == "one  two\\n"' in done.out


def test_a_file_needs_no_params_of_the_inputs(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "x.txt").write_text("one")
    head = "param src: glob\nparam out: path\nparam least: int\n"
    flow = "flow main {{ from text(src) {} | to jsonl(out) }}\n"
    (flows / "p.flow").write_text(head.replace("param least: int\n", "") + flow.format("| clean.unicode"))
    assert docflow("test", "p.flow", "--record", "x.txt").code == 0
    assert "the param `src` needs a value" in docflow("test", "p.flow", "--record", "x").err
    (flows / "p.flow").write_text(head + flow.format("| drop when doc.words < least"))
    done = docflow("test", "p.flow", "--record", "x.txt")
    assert done.code == 2
    assert "least" in done.err
    done = docflow("test", "p.flow", "--record", "x.txt", "--set", "least=1")
    assert done.out.startswith('test "x" of main(least: 1) {\n')


def test_a_stage_of_an_include_is_recorded_in_its_own_file(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "i.flow").write_text(
        'include "two.flow" as two\nflow main { from text("x/*") | two.tidy | to jsonl("o") }\n'
    )
    done = docflow("test", "i.flow", "--record", "two.flow", "--of", "two.tidy")
    assert done.code == 2
    assert "`two.tidy` stands in another file; record a test of it there, or of main here" in done.err


def test_record_goes_through_flows_that_read_flows(docflow: Callable[..., Any], flows: Path) -> None:
    (flows / "x.txt").write_text("one  two\n")
    (flows / "main.flow").write_text(
        'flow first { from text("x.txt") | clean.whitespace | to jsonl("a.jsonl") }\n'
        'flow second { from flow.first | set doc.n = doc.words | to jsonl("b.jsonl") }\n'
    )
    assert "--of NAME" in docflow("test", "main.flow", "--record", "x").err
    done = docflow("test", "main.flow", "--record", "x", "--of", "second")
    assert 'test "x" of second {\n  given "one two"\n' in done.out
    assert "then doc.n == 2" in done.out


def test_what_components_do_is_not_in_the_way_of_results(
    docflow: Callable[..., Any], flows: Path, plant: Callable[[str, str], None]
) -> None:
    plant(
        "loud",
        "import sys\nfrom docflow.plugin import Cleaner, Example, component, hookimpl\n"
        '@component("say", examples=(Example("a", "a"),))\n'
        'class Say(Cleaner):\n    """Say it, then go."""\n'
        '    def clean(self, text):\n        print("NOISE")\n        sys.exit(3) if "go" in text else None\n'
        '        if "stop" in text:\n            raise KeyboardInterrupt\n        return text\n'
        "@hookimpl\ndef docflow_components():\n    return (Say,)\n",
    )
    head = "use loud\nstage a { | loud.say }\n"
    tests = 'test "says" of a { given "x" then doc.text == "x" }\n'
    tests += 'test "goes" of a { given "go" then run.kept == 0 }\n'
    (flows / "loud.flow").write_text(head + tests)
    done = docflow("test", "loud.flow", "--format", "json")
    assert json.loads(done.out)["failed"] == 0
    assert "NOISE" in done.err
    (flows / "loud.flow").write_text(
        head + tests + 'test "ctrl-c" of a { given "stop" then run.kept == 1 }\n'
    )
    done = docflow("test", "loud.flow")
    assert done.code == 130
    assert done.out.count("passed") == 2
