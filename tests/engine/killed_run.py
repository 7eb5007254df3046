"""A run to be killed, as a script: argv is the folder, the kind of run, the seconds that a document takes."""

import importlib.util
import sys
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.engine.run import Bases, run
from docflow.errors import DocflowError
from docflow.model import Place
from docflow.plan.ir import ApplyStep, Call, FlowPlan, Outcome, Plan, Settings, SinkStep, TeeStep, Where


def plan_of(kind: str, seconds: float) -> Plan:
    """A flow with a gz file (with `grown` a plain one), a folder of files and (with `corpus`) a barrier."""
    at, error = Where("test.flow", 1, 1), Outcome("quarantine", "error")
    source = Call("x.numbers", "source", (("count", 120), ("part", 40), ("words", 300)))
    wait = "swallow" if kind == "swallow" else "sleepy"
    options = () if kind == "swallow" else (("seconds", seconds),)
    steps = [ApplyStep("wait", Call(f"x.{wait}", "cleaner", options), error, at)]
    if kind == "corpus":
        steps.append(ApplyStep("once", Call("x.once", "corpus"), error, at))
    folder = SinkStep("md", Call("x.notes", "exporter", (("path", Place("out/md")),)), error, at)
    path = Place("out/all.txt" if kind == "grown" else "out/all.txt.gz")
    sink = SinkStep("gz", Call("x.lines", "exporter", (("path", path),)), error, at)
    body = (*steps, TeeStep("tee", ((folder,),), at), sink)
    return Plan("test", (FlowPlan("", (source,), body, (), Settings(), at),))


def main() -> int:
    """Run it; print `started` when the first part begins."""
    folder, kind, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    spec = importlib.util.spec_from_file_location("planted", Path(__file__).with_name("planted.py"))
    assert spec is not None
    assert spec.loader is not None
    planted = importlib.util.module_from_spec(spec)
    sys.modules["planted"] = planted
    spec.loader.exec_module(planted)
    print("started", flush=True)
    try:
        return run(plan_of(kind, seconds), Catalog.of(x=planted), Bases(folder, folder)).exit_code
    except DocflowError as error:
        print(error, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
