"""A syntax tree becomes a checked plan: names, types, fields and lowering in one pass.

`check` and `run` are the same code: what check accepts is what run runs. Nothing is read but the includes
of the file, and no plugin is loaded that the file does not name.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path, PurePosixPath

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic, Span
from docflow.io.beside import has_snapshots
from docflow.lang import tree
from docflow.lang.check.fields import Fields
from docflow.lang.check.files import Loaded, load_module
from docflow.lang.check.flows import Lowered, Pipelined, lower_flow, order_flows, pipelines_of, report_no_sink
from docflow.lang.check.hazards import ask_plugins
from docflow.lang.check.includes import Read, read_utf8
from docflow.lang.check.module import Module
from docflow.lang.check.params import bind_file
from docflow.lang.check.paths import check_paths
from docflow.lang.check.style import check_style
from docflow.lang.check.symbols import report_unused
from docflow.lang.check.uncalled import check_uncalled
from docflow.lang.check.values import REFUSED, Values
from docflow.lang.suggest import nearest
from docflow.lang.testing.cases import lower_cases
from docflow.lang.typing.scope import Binding
from docflow.plan.case import Case
from docflow.plan.ir import Plan
from docflow.value import frozen

__all__ = ["Elaborated", "Read", "Values", "elaborate", "lower", "read_utf8"]


@frozen
class Elaborated:
    """What a file means.

    `plan` is None when there are errors, or when params that the plan needs have no value (`values` None).
    `cases` are its tests. `diagnostics` are those of the file and of its includes, by place; `sources` the
    texts of the files, by display name; `params` its params with types and values.
    `outline` is the plan as far as it is known without values: to count and name steps; its steps may
    be run, without its sources and sinks, unless one is `waiting` for a param.
    """

    plan: Plan | None
    cases: tuple[Case, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str] = {}
    params: Mapping[str, Binding] = {}
    outline: Plan | None = None
    waiting: bool = False


def elaborate(
    program: tree.Program,
    catalog: Catalog,
    *,
    folder: Path | None = None,
    values: Values | None = None,
    flow: str | None = None,
    read: Read = read_utf8,
) -> Elaborated:
    """Check a program and lower it.

    `folder` is where the file stands (for its includes, whose texts `read` gives), None for a text without
    one. `values` None checks only: params without a default have a type but no value. `flow` picks one flow,
    with those that it reads.
    """
    return lower(load_module(program, catalog, folder, read=read), values=values, flow=flow)


def lower(loaded: Loaded, *, values: Values | None = None, flow: str | None = None) -> Elaborated:
    """Check a program whose files are loaded, and lower it, as `elaborate`."""
    module, program = loaded.module, loaded.module.program
    bind_file(module, values, {})
    flows = pipelines_of(program, module.findings)
    wanted = _chosen(flow, flows, values, module)
    lowered, results = _lower_all(order_flows(flows, module.findings), module)
    report_no_sink(lowered, module)
    ask_plugins(lowered, loaded)
    check_paths(
        [(m.plan.name, m.tally, _read_by(flows, m.plan.name)) for m in lowered],
        loaded.folder,
        module.findings,
    )
    cases = lower_cases(module, flows, results)
    if loaded.folder is not None and has_snapshots(loaded.folder, program.file):
        # Encoding names costs a start 4 ms, and most flows have no snapshots.
        import_module("docflow.lang.testing.snapshots").check_snapshots(
            program, loaded.folder, module.findings
        )
    check_style(module)
    check_uncalled(module)
    report_unused(module.symbols.values(), module.findings.used, program, module.findings)
    diagnostics = loaded.diagnostics()
    failed = any(d.severity == "error" for d in diagnostics)
    ready = [made for made in lowered if made.plan.name in wanted]
    outline = None if failed else Plan(_stem(program.file), tuple(made.plan for made in ready))
    waiting = any(made.tally.waiting for made in ready)
    plan = None if waiting or any(made.tally.outside for made in ready) else outline
    params = {name: b for name, b in module.names.items() if b.kind == "param"}
    return Elaborated(plan, cases, diagnostics, loaded.sources(), params, outline, waiting)


def _read_by(flows: Mapping[str, Pipelined], name: str) -> list[str]:
    return [read for read, _ in flows[name].reads]


def _lower_all(flows: list[Pipelined], module: Module) -> tuple[list[Lowered], dict[str, Fields]]:
    read = {name for flow in flows for name, _ in flow.reads}
    results: dict[str, Fields] = {}
    made = []
    for flow in flows:
        lowered = lower_flow(flow, module, results, read_by=flow.name in read)
        results[flow.name] = lowered.result if lowered else Fields(loose=True)
        if lowered is not None:
            made.append(lowered)
    return made, results


def _chosen(
    flow: str | None, flows: Mapping[str, Pipelined], values: Values | None, module: Module
) -> set[str]:
    """Return the flows that the plan is to hold: all, or one with those that it reads."""
    start = Span(module.program.file, 0, 0, 1, 1, 1, 1)
    if flow is not None and flow not in flows:
        names = [name for name in flows if name]
        hint = nearest(flow, names)
        listed = "its flows are " + ", ".join(names) if names else "its one pipeline has no name"
        module.findings.add(
            REFUSED,
            f"this file has no flow `{flow}`",
            start,
            help=f"did you mean `{hint}`?" if hint else listed,
        )
        return set()
    if not flows and values is not None and not module.program.broken:
        module.findings.add(
            REFUSED, "this file has no flow to run", start, help="write one: `from ... | ... | to ...`"
        )
    wanted: set[str] = set()
    waiting = list(flows) if flow is None else [flow]
    while waiting:
        name = waiting.pop()
        if name in flows and name not in wanted:
            wanted.add(name)
            waiting += [read for read, _ in flows[name].reads]
    return wanted


def _stem(file: str) -> str:
    name = PurePosixPath(file.replace("\\", "/")).name
    return name.removesuffix(".flow") if name.endswith(".flow") else "flow"
