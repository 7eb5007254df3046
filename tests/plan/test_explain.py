"""Plans for people; the text stands in golden files (DOCFLOW_ACCEPT=1 accepts a new one)."""

import json
import os
from pathlib import Path

from hypothesis import given, settings
from plan_strategies import plans

from docflow.model import Place, Regex
from docflow.plan.digest import digest
from docflow.plan.explain import explain, explain_json
from docflow.plan.expr import Arith, Compare, Const, Contains, DocField, RunValue
from docflow.plan.ir import (
    ApplyStep,
    Arm,
    Call,
    DropStep,
    EndStep,
    ExpectStep,
    FlowPlan,
    FlowRef,
    Gate,
    Outcome,
    Plan,
    RouteStep,
    SecretRef,
    SetStep,
    Settings,
    SinkStep,
    Step,
    TeeStep,
    WhenStep,
    Where,
)
from docflow.plan.json import from_json
from docflow.plan.optimise import optimise

GOLDEN = Path(__file__).parent / "golden"
LOST = Outcome("quarantine", "error")
LANG = DocField(("lang",))


def at(line: int) -> Where:
    return Where("news.flow", line, 5)


def step(line: int, name: str, kind: str, on_error: Outcome = LOST, **options: object) -> ApplyStep:
    call = Call(name, kind, tuple(options.items()), 2, "docflow-news 1.0")
    return ApplyStep(name, call, on_error, at(line))


def sink(line: int, name: str, path: str) -> SinkStep:
    return SinkStep(
        name,
        Call(f"core.{name}", "exporter", (("path", Place(path)),), 1, "docflow-core 1.0"),
        LOST,
        at(line),
    )


def example() -> Plan:
    retry = Outcome("retry", times=2, wait=5.0, then=Outcome("quarantine", "failed"))
    route = RouteStep(
        "route",
        (
            Arm(Compare("==", LANG, Const("en")), (step(21, "score.readability", "extractor"),), at(21)),
            Arm(Contains(LANG, Const(("fr", "de"))), (), at(22)),
            Arm(None, (EndStep("drop", Outcome("drop", "other language"), at(23)),), at(23)),
        ),
        every=False,
        on_error=LOST,
        at=at(20),
    )
    long = Compare(">", DocField(("words",)), Const(1000))
    body: tuple[Step, ...] = (
        step(11, "clean.unicode", "cleaner"),
        step(12, "news.residue", "line_rules", extra=("Click to Hide", 'a "b"\n\x1b'), threshold=0.5),
        step(13, "clean.lines", "line_rules", drop=Regex("^More$", "i"), many=tuple("abcdefgh")),
        step(14, "news.upload", "extractor", retry, token=SecretRef("env", "SINK_TOKEN"), note="x" * 100),
        step(15, "dedup.exact", "corpus"),
        route,
        ExpectStep(
            "expect",
            Compare(">=", DocField(("words",)), Const(40)),
            Outcome("quarantine", "too short"),
            "doc.words >= 40",
            LOST,
            at(25),
        ),
        DropStep("drop-2", long, "doc.words > 1_000", LOST, at(26)),
        SetStep("set long", "long", long, LOST, at(27)),
        WhenStep(
            "when",
            DocField(("long",)),
            (step(28, "clean.a", "line_rules"), step(29, "clean.b", "line_rules")),
            (step(30, "clean.c", "cleaner"),),
            LOST,
            at(28),
        ),
        TeeStep("tee", ((sink(31, "markdown", "out/md"),),), at(31)),
        sink(32, "jsonl", "out/articles.jsonl"),
    )
    files = Call(
        "core.files",
        "reader",
        (("path", Place("samples/*.txt")),),
        1,
        "docflow-core 1.0",
        readers=(Call("core.text", "reader", (), 1, "docflow-core 1.0"),),
    )
    share = Compare(">=", Arith("/", RunValue(("kept",)), RunValue(("seen",))), Const(0.8))
    gate = Gate(share, Outcome("fail", "too many documents lost"), "run.kept / run.seen >= 80%", at(34))
    first = FlowPlan("article", (files,), body, (gate,), Settings(4, 10_000_000, 0.01), at(9))
    second = FlowPlan(
        "short", (FlowRef("article"),), (sink(38, "jsonl", "out/short.jsonl"),), (), Settings(), at(36)
    )
    return Plan("news", (first, second))


def test_the_text_of_a_plan() -> None:
    golden = GOLDEN / "explain.txt"
    text = explain(example()) + "\n"
    if os.environ.get("DOCFLOW_ACCEPT"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_text_of_an_empty_plan() -> None:
    assert explain(Plan("", ())).startswith("plan (without a name)\ndigest ")


@settings(max_examples=40)
@given(plans)
def test_every_step_of_any_plan_is_on_a_line_without_control_characters(plan: Plan) -> None:
    text = explain(plan)
    assert explain(optimise(plan)) == text
    assert all(line.isprintable() for line in text.split("\n"))
    assert digest(plan) in text


def test_the_json_of_a_plan_holds_it_and_its_digest() -> None:
    data = json.loads(json.dumps(explain_json(example())))
    assert data["digest"] == digest(example())
    assert from_json(data["plan"]) == optimise(example())
