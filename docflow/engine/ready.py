"""What a run reads and writes, found and checked before any work: the same for a run and for its forecast."""

from pathlib import Path

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.outputs.refuse import refuse_dangerous, refuse_inputs, refuse_twice
from docflow.engine.outputs.target import Target, common_folder, targets_of
from docflow.engine.prepare import by_lines, find_inputs
from docflow.engine.site import Ready
from docflow.engine.state.room import state_folder
from docflow.errors import RefusedError
from docflow.plan.ir import Plan

__all__ = ["ready_flows"]


def ready_flows(plan: Plan, components: Components, bases: Bases) -> list[Ready]:
    """Find and check everything that is read and written; writes nothing.

    Raises RefusedError for what may not be, InputError when no input matches.
    """
    by_flow: list[tuple[Target, ...]] = []
    for flow in plan.flows:
        by_flow.append(targets_of(flow, components, bases, sum(map(len, by_flow))))
    targets = tuple(target for group in by_flow for target in group)
    if not targets:
        raise RefusedError('the flow writes nothing; end it with `| to jsonl("out.jsonl")`')
    refuse_twice(targets)
    refuse_dangerous(targets, _flow_file(plan, bases))
    sources = [find_inputs(flow, bases) for flow in plan.flows]
    every = [source for group in sources for source in group]
    files = (file for source in every for file in source.files)
    patterns = (pattern for source in every for pattern in source.patterns)
    refuse_inputs(targets, files, patterns, state_folder(common_folder(targets), plan.name))
    lines = by_lines(components)
    return [
        Ready(flow, number, found, own, lines)
        for number, (flow, found, own) in enumerate(zip(plan.flows, sources, by_flow, strict=True))
    ]


def _flow_file(plan: Plan, bases: Bases) -> Path | None:
    names = {Path(flow.at.file).name for flow in plan.flows if flow.at.file} | {f"{plan.name}.flow"}
    return next((bases.flow / name for name in sorted(names) if (bases.flow / name).is_file()), None)
