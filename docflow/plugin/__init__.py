"""The author's API: everything that a plugin may import of docflow.

A component is a class of one of the kinds, described by `component`; its options are declared with
`option`. A plugin lists its components in the hook `docflow_components` and is found through the
entry-point group `docflow.plugins.v1`, whose entry-point name is the namespace in flows.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from docflow.errors import PluginError
from docflow.late import late
from docflow.model import Document, Duration, Glob, Place, Ratio, Regex, Size, Type
from docflow.pattern import linear
from docflow.pattern.linear import Found, PatternError, compile_linear
from docflow.plugin.checks import check_looked_for
from docflow.plugin.cleaned import Cleaned
from docflow.plugin.command_line import CommandLine
from docflow.plugin.component import Function, component, function
from docflow.plugin.hazards import Hazard, ProgramView, StepView
from docflow.plugin.hooks import hookimpl
from docflow.plugin.kinds import (
    KEEP,
    Cleaner,
    Component,
    Corpus,
    Cut,
    Drop,
    Exporter,
    Extractor,
    FileInfo,
    Filter,
    Keep,
    LineRule,
    LineRules,
    OpenContext,
    Part,
    Reader,
    Rejected,
    Removal,
    Remover,
    Source,
    Splitter,
)
from docflow.plugin.option import option
from docflow.plugin.pool import Pool
from docflow.plugin.spec import ComponentSpec, Example, OptionSpec

if TYPE_CHECKING:
    from docflow.pattern.compiled import Linear
    from docflow.pattern.lines import LineMatcher

__all__ = [
    "KEEP",
    "Cleaned",
    "Cleaner",
    "CommandLine",
    "Component",
    "ComponentSpec",
    "Corpus",
    "Cut",
    "Document",
    "Drop",
    "Duration",
    "Example",
    "Exporter",
    "Extractor",
    "FileInfo",
    "Filter",
    "Found",
    "Function",
    "Glob",
    "Hazard",
    "Keep",
    "LineMatcher",
    "LineRule",
    "LineRules",
    "Linear",
    "OpenContext",
    "OptionSpec",
    "Part",
    "PatternError",
    "Place",
    "PluginError",
    "Pool",
    "ProgramView",
    "Ratio",
    "Reader",
    "Regex",
    "Rejected",
    "Removal",
    "Remover",
    "Size",
    "Source",
    "Splitter",
    "StepView",
    "Type",
    "check_looked_for",
    "compile_linear",
    "component",
    "function",
    "hookimpl",
    "late",
    "option",
]


def __getattr__(name: str) -> Any:
    """Return `Linear` and `LineMatcher`, which most starts do not need."""
    if name == "Linear":
        return linear.Linear
    if name == "LineMatcher":
        return import_module("docflow.pattern.lines").LineMatcher
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
