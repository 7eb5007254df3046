"""Documentation in Markdown: components, stages, functions and their arguments."""

from collections.abc import Iterable

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.lang import tree
from docflow.lang.typing.calls import signature as function_signature
from docflow.plan.phrase import value_text
from docflow.plugin.component import Function
from docflow.plugin.convert import read_back
from docflow.plugin.spec import ComponentSpec, OptionSpec

__all__ = [
    "component_page", "default_of", "function_page", "option_page", "origin", "signature", "stage_page",
    "stage_signature", "table",
]  # fmt: skip

_SHAPES = {
    "line_rules": "drops lines of the text",
    "remover": "takes spans out of the text",
    "cleaner": "changes the text",
    "filter": "keeps or drops a document",
    "extractor": "writes fields",
    "splitter": "makes several documents of one",
    "corpus": "sees all documents at once",
    "source": "brings documents",
    "reader": "reads files",
    "exporter": "writes files",
}


def default_of(option: OptionSpec) -> str | None:
    """Return the default of an option as a flow would write it; None for one that must be given."""
    return None if option.required else value_text(read_back(option.default), brief=False)


def signature(spec: ComponentSpec) -> str:
    """Return a component as it is called: `clean.whitespace(runs: bool = true, ...)`."""
    return _called(spec.path, (parameter(o.name, str(o.type), default_of(o)) for o in spec.options))


def stage_signature(stage: tree.Stage, text: str, name: str = "") -> str:
    """Return a stage as it is called, its types and defaults as they were written in `text`."""
    shown = []
    for param in stage.params:
        default = text[param.default.span.start : param.default.span.end] if param.default else None
        shown.append(parameter(param.name, text[param.type.span.start : param.type.span.end], default))
    return _called(name or stage.name, shown)


def parameter(name: str, type_: str, default: str | None) -> str:
    """Return one parameter of a signature: `max_blank: int = 1`."""
    return f"{name}: {type_}" + ("" if default is None else f" = {default}")


def _called(name: str, parameters: Iterable[str]) -> str:
    inner = ", ".join(parameters)
    return f"{name}({inner})" if inner else name


def fenced(text: str) -> str:
    """Return a text as a block of flow code."""
    return f"```flow\n{text}\n```"


def origin(spec: ComponentSpec, catalog: Catalog) -> str:
    """Return who ships a component, with the version: "docflow-news 1.0.0"."""
    try:
        provider = catalog.provider(spec.namespace)
    except PluginError:
        provider = None
    return provider.title if provider is not None else spec.distribution or "built in"


def table(options: Iterable[OptionSpec]) -> str:
    """Return options as a table: argument, type, default, meaning."""
    rows = ["| argument | type | default | |", "|---|---|---|---|"]
    for option in options:
        default = default_of(option)
        shown = "*required*" if default is None else f"`{default}`"
        name = f"`{option.name}`" + (" *(first)*" if option.primary else "")
        cells = (name, f"`{option.type}`", shown, option.doc)
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(rows)


def component_page(spec: ComponentSpec, catalog: Catalog) -> str:
    """Return the manual of a component: signature, what it does, arguments, fields, who ships it."""
    parts = [fenced(signature(spec))]
    if spec.deprecated:
        parts.append(f"**Deprecated**: use `{spec.deprecated}`.")
    parts.append(spec.manual)
    if spec.options:
        parts.append(table(spec.options))
    if spec.reads:
        parts.append("Reads " + ", ".join(f"`doc.{name}`" for name in spec.reads))
    if spec.writes:
        parts.append("Writes " + ", ".join(f"`doc.{name}: {type_}`" for name, type_ in spec.writes))
    parts.append(f"*{_SHAPES.get(spec.kind, spec.kind)} · {origin(spec, catalog)}*")
    return "\n\n".join(parts)


def option_page(owner: str, option: OptionSpec) -> str:
    """Return what one argument is: type, default, meaning."""
    shown = fenced(parameter(option.name, str(option.type), default_of(option)))
    notes = ["must be given"] if option.required else []
    notes += ["may be given without its name"] if option.primary else []
    notes += ["takes a secret"] if option.secret else []
    return "\n\n".join((shown, option.doc, f"*argument of `{owner}`{''.join(f'; {n}' for n in notes)}*"))


def stage_page(stage: tree.Stage, text: str, comment: str, name: str = "") -> str:
    """Return what a stage is: signature, the comment above it, its steps."""
    steps = [text[s.action.span.start : s.action.span.end].partition("\n")[0] for s in stage.body.steps]
    shown = "\n".join(
        (f"stage {stage_signature(stage, text, name)}", *(f"  | {step}" for step in steps[:12]))
    )
    more = f"\n  # and {len(steps) - 12} more" if len(steps) > 12 else ""
    return "\n\n".join(part for part in (fenced(shown + more), comment) if part)


def function_page(function: Function) -> str:
    """Return what a function is: signature, meaning and an example."""
    given, gives = function.examples[0]
    call = f"{function.name}({', '.join(value_text(read_back(v), brief=False) for v in given)})"
    sample = f"`{call}` is `{value_text(read_back(gives), brief=False)}`"
    return "\n\n".join((fenced(function_signature(function)), function.doc, sample))
