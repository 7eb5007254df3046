"""What a name means, in Markdown: the text of a hover."""

from collections.abc import Callable

from docflow.editor.analysis import Analysis
from docflow.editor.comments import above
from docflow.editor.manual import component_page, fenced, function_page, option_page, stage_page
from docflow.editor.names.target import Occurrence, Target
from docflow.editor.words import MEMBERS, OUTCOME_WORDS, ROOT_WORDS, TYPE_WORDS
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.typing.matching import Parameter
from docflow.lang.typing.scope import Field
from docflow.lang.typing.typed import UNKNOWN
from docflow.plan.phrase import value_text
from docflow.plugin.component import Function
from docflow.plugin.spec import ComponentSpec, OptionSpec

__all__ = ["describe", "home_of"]


def describe(occurrence: Occurrence, analysis: Analysis) -> str | None:
    """Return what a name means, None when there is nothing to say."""
    find = _PAGES.get(occurrence.target.kind)
    return find(occurrence.target, analysis) if find is not None else None


def home_of(target: Target, analysis: Analysis) -> Module:
    """Return the file that declares something: this one, or one of its includes."""
    waiting = [analysis.module]
    while waiting:
        module = waiting.pop(0)
        if module.program.file == target.file:
            return module
        waiting += module.includes.values()
    return analysis.module


def _component(target: Target, analysis: Analysis) -> str | None:
    spec = target.thing
    return component_page(spec, analysis.module.plugins.catalog) if isinstance(spec, ComponentSpec) else None


def _namespace(target: Target, analysis: Analysis) -> str | None:
    plugins = analysis.module.plugins
    name = plugins.aliases.get(target.name, target.name)
    if name in plugins.failed or name not in plugins.catalog.names():
        return f"The plugin `{name}` is not at hand; see the finding."
    provider, specs = plugins.catalog.provider(name), plugins.specs(name)
    listed = "\n".join(f"- `{spec.path}`: {spec.summary}" for spec in specs)
    ships = f", from {provider.title}" if provider is not None else ""
    return f"The plugin `{name}`{ships}\n\n{listed}"


def _argument(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    thing = target.thing
    if isinstance(thing, OptionSpec):
        return option_page(target.owner, thing)
    if isinstance(thing, Parameter):
        return _parameter(thing, f"argument of `{target.owner}`")
    return function_page(thing) if isinstance(thing, Function) else None


def _setting(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    return _parameter(target.thing, "setting of a flow") if isinstance(target.thing, Parameter) else None


def _parameter(parameter: Parameter, what: str) -> str:
    return f"{fenced(f'{parameter.name}: {parameter.type}')}\n\n{parameter.doc}\n\n*{what}*"


def _value(target: Target, analysis: Analysis) -> str | None:
    home = home_of(target, analysis)
    item = target.thing
    if not isinstance(item, (tree.Param, tree.Let, tree.Secret)):
        return None
    shown = " ".join(home.program.text[item.span.start : item.span.end].split())
    if target.owner:
        return f"{fenced(shown)}\n\n*param of the stage `{target.owner}`*"
    bound = home.names.get(target.name)
    facts = f"{target.kind} of type `{bound.type}`" if bound is not None else target.kind
    if target.kind == "let" and bound is not None and bound.value is not UNKNOWN:
        facts += f", value `{value_text(bound.value)}`"
    return "\n\n".join(
        part for part in (fenced(shown), above(item.span, home.program.text), f"*{facts}*") if part
    )


def _stage(target: Target, analysis: Analysis) -> str | None:
    stage = target.thing
    text = home_of(target, analysis).program.text
    return stage_page(stage, text, above(stage.span, text)) if isinstance(stage, tree.Stage) else None


def _flow(target: Target, analysis: Analysis) -> str | None:
    flow = target.thing
    if not isinstance(flow, tree.Flow):
        return None
    text = analysis.text
    source = flow.pipeline.source.span if flow.pipeline is not None else flow.name_span
    shown = f"flow {flow.name} {{\n  {text[source.start : source.end]}"
    steps = len(flow.pipeline.steps) if flow.pipeline is not None else 0
    parts = (fenced(f"{shown}\n  # {steps} steps\n}}"), above(flow.span, text))
    return "\n\n".join(part for part in parts if part)


def _field(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    known = target.thing
    if not isinstance(known, Field):
        return fenced(f"doc.{target.name}") + "\n\na field of the document"
    writer = f"written by {known.writer}" if known.writer else "a field of the document"
    return f"{fenced(f'doc.{target.name}: {known.type}')}\n\n{writer}"


def _member(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    type_, meaning = MEMBERS[target.name]
    return f"{fenced(f'{target.name}: {type_}')}\n\n{meaning}"


def _include(target: Target, analysis: Analysis) -> str | None:
    module = analysis.module.includes.get(target.name)
    if module is None:
        return "The file that is included could not be read; see the finding."
    stages = [n for n, s in module.symbols.items() if s.kind == "stage"]
    lets = [n for n, s in module.symbols.items() if s.kind == "let"]
    listed = "\n".join(
        f"- {word} `{target.name}.{n}`" for word, ns in (("stage", stages), ("let", lets)) for n in ns
    )
    return f"The include `{target.name}`, the file `{module.program.file.rpartition('/')[2]}`\n\n{listed}"


def _alias(target: Target, analysis: Analysis) -> str | None:
    step = target.thing
    if not isinstance(step, tree.Step):
        return None
    shown = analysis.text[step.span.start : step.span.end].partition("\n")[0]
    return f"{fenced(shown)}\n\nthe name of this step in reports, gates and tests"


def _function(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    return function_page(target.thing) if isinstance(target.thing, Function) else None


def _outcome(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    return f"`{target.name}`: {OUTCOME_WORDS[target.name]}"


def _root(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    return ROOT_WORDS.get(target.name)


def _type(target: Target, analysis: Analysis) -> str | None:  # noqa: ARG001
    meaning = TYPE_WORDS.get(target.name)
    return f"{fenced(target.name)}\n\n{meaning}" if meaning else None


_PAGES: dict[str, Callable[[Target, Analysis], str | None]] = {
    "alias": _alias,
    "argument": _argument,
    "component": _component,
    "field": _field,
    "flow": _flow,
    "function": _function,
    "include": _include,
    "let": _value,
    "member": _member,
    "namespace": _namespace,
    "outcome": _outcome,
    "param": _value,
    "root": _root,
    "secret": _value,
    "setting": _setting,
    "stage": _stage,
    "type": _type,
}
