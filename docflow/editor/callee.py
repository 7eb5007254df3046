"""What is called at a place, with what may be given to it: for signatures and for completing arguments."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.editor.manual import component_page, default_of, function_page, parameter, stage_page
from docflow.editor.names.surroundings import component_of, stage_of
from docflow.editor.words import OUTCOME_WORDS
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.check.outcomes import OUTCOMES
from docflow.lang.findings import Findings
from docflow.lang.typing.matching import Parameter
from docflow.lang.typing.types import read_type
from docflow.model import ANY, Type
from docflow.plugin.component import Function
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["Argument", "Callee", "called", "of_parameters"]


@frozen
class Argument:
    """One thing that may be given: `shown` is how a signature writes it."""

    name: str
    type: Type
    shown: str
    doc: str = ""
    required: bool = False
    positional: bool = False
    secret: bool = False


@frozen
class Callee:
    """What is called: its name, its arguments, a page about it, and what it gives back (functions)."""

    name: str
    arguments: tuple[Argument, ...]
    page: str = ""
    gives: str = ""

    def argument(self, name: str) -> Argument | None:
        """Return the argument of that name, or None."""
        return next((each for each in self.arguments if each.name == name), None)


def called(names: Sequence[str], role: str, analysis: Analysis) -> Callee | None:
    """Return what a dotted name calls in a role.

    The roles are "source", "step", "sink", "outcome", "target" (of a test) and "function".
    """
    nowhere = Span(analysis.file, 0, 0, 1, 1, 1, 1)
    path = tree.Path(nowhere, tuple(names), (nowhere,) * len(names))
    if role == "function":
        return _function(analysis.module.functions.get(path.text), path.text)
    if role in ("step", "target"):
        stage = stage_of(path, analysis.module)
        if stage is not None:
            return _stage(*stage, path.text)
    if role == "target":
        return _flow(path.text, analysis.module)
    if role in ("step", "outcome") and path.text in OUTCOMES:
        return of_parameters(path.text, OUTCOMES[path.text], OUTCOME_WORDS[path.text])
    spec = component_of(path, _ROLES[role], analysis.module) if role in _ROLES else None
    return _component(spec, analysis) if spec is not None else None


_ROLES: dict[str, Role] = {"source": "source", "step": "step", "sink": "sink"}


def _component(spec: ComponentSpec, analysis: Analysis) -> Callee:
    arguments = tuple(
        Argument(
            o.name,
            o.type,
            parameter(o.name, str(o.type), default_of(o)),
            o.doc,
            o.required,
            o.primary,
            o.secret,
        )
        for o in spec.options
    )
    return Callee(spec.path, arguments, component_page(spec, analysis.module.plugins.catalog))


def _stage(stage: tree.Stage, home: Module, name: str) -> Callee:
    text = home.program.text
    return Callee(name, tuple(_declared(stage.params, text)), stage_page(stage, text, "", name))


def _declared(params: Iterable[tree.Param], text: str) -> Iterable[Argument]:
    for param in params:
        default = text[param.default.span.start : param.default.span.end] if param.default else None
        shown = parameter(param.name, text[param.type.span.start : param.type.span.end], default)
        yield Argument(param.name, read_type(param.type, Findings()), shown, "", param.default is None)


def _flow(name: str, module: Module) -> Callee | None:
    if f"flow.{name}" not in module.symbols:
        return None
    params = [s.item for s in module.symbols.values() if isinstance(s.item, tree.Param)]
    return Callee(name, tuple(_declared(params, module.program.text)))


def _function(function: Function | None, name: str) -> Callee | None:
    if function is None:
        return None
    arguments = (Argument(n, t, f"{n}: {t}", required=True, positional=True) for n, t in function.parameters)
    return Callee(name, tuple(arguments), function_page(function), str(function.result))


def of_parameters(name: str, parameters: Iterable[Parameter], page: str = "") -> Callee:
    """Return something with declared parameters: an outcome, or `with`."""
    arguments = tuple(
        Argument(p.name, p.type or ANY, f"{p.name}: {p.type}", p.doc, p.required, p.primary, p.secret)
        for p in parameters
    )
    return Callee(name, arguments, page)
