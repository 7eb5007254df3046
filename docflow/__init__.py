"""docflow: a small pipeline language and an engine that turn piles of documents into clean ones.

`docflow.clean(text)` cleans one text; `docflow.run("x.flow", name=value)` runs a flow file and returns
the report; `docflow.load("x.flow").over(documents)` runs it over documents in memory. Everything is
loaded when it is first used (PEP 562), so that a worker never loads the parser.
"""

import importlib

TYPE_CHECKING = False  # known to type checkers; `python -m docflow` in a folder with a typing.py imports it
if TYPE_CHECKING:
    from typing import Any

    from docflow.api import Checked, Flow, check, clean, compile, load, run  # noqa: A004
    from docflow.errors import Diagnostic, DocflowError, FlowError, PluginError, RefusedError, RunError
    from docflow.model import Document
    from docflow.plan.ir import Plan
    from docflow.plan.report import Report

__all__ = [
    "Checked",
    "Diagnostic",
    "DocflowError",
    "Document",
    "Flow",
    "FlowError",
    "Plan",
    "PluginError",
    "RefusedError",
    "Report",
    "RunError",
    "check",
    "clean",
    "compile",
    "load",
    "run",
]

_HOMES = {
    "docflow.api": ("Checked", "Flow", "check", "clean", "compile", "load", "run"),
    "docflow.errors": ("Diagnostic", "DocflowError", "FlowError", "PluginError", "RefusedError", "RunError"),
    "docflow.model": ("Document",),
    "docflow.plan.ir": ("Plan",),
    "docflow.plan.report": ("Report",),
}


def __getattr__(name: str) -> "Any":
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'docflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
