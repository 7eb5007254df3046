"""Stages that nothing calls: their bodies are checked too, with params that have types but no values."""

from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Tally
from docflow.lang.check.module import Module
from docflow.lang.check.names import StageOf
from docflow.lang.check.outcomes import DEFAULT
from docflow.lang.check.stages import inside_stage, loose_names, note_use
from docflow.lang.check.steps import walk
from docflow.lang.findings import Findings

__all__ = ["check_uncalled"]


def check_uncalled(module: Module) -> None:
    """Check the body of every stage of a file that no flow calls; what is written before it is unknown."""
    called = set(module.findings.used)
    for name in list(module.symbols):
        stage = module.stage(name)
        if stage is None or name in called:
            continue
        here = Here(module, Findings(), Tally(""), walk, {}, DEFAULT, stages=((module, name),))
        target = StageOf(stage, module)
        inner = inside_stage(target, loose_names(stage), here)
        walk(stage.body.steps, Fields(loose=True), inner)
        note_use(stage, inner.findings, inner)
