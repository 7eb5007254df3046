"""The manual of a component: signature, options, fields and examples, from its specification."""

from typing import Any

from docflow.io.escape import safe
from docflow.plan.phrase import value_text
from docflow.plugin.convert import read_back
from docflow.plugin.spec import ComponentSpec, Example, OptionSpec

__all__ = ["as_json", "render", "signature"]

_SHAPES = {
    "line_rules": "drops lines",
    "remover": "takes spans out of the text",
    "cleaner": "text -> text",
    "filter": "document -> keep or drop",
    "extractor": "document -> fields",
    "splitter": "one document -> many",
    "corpus": "all documents (a barrier)",
    "source": "-> documents",
    "reader": "files -> documents",
    "exporter": "documents -> files",
}


def signature(spec: ComponentSpec) -> str:
    """Return the component as it is called: `news.residue(extra: list[text] = [])`."""
    options = ", ".join(_parameter(option) for option in spec.options)
    return f"{spec.path}({options})" if options else spec.path


def _parameter(option: OptionSpec) -> str:
    shown = f"{option.name}: {option.type}"
    return shown if option.required else f"{shown} = {_value(option.default)}"


def _value(value: object) -> str:
    return value_text(read_back(value), brief=False)


def render(spec: ComponentSpec) -> str:
    """Return the manual page of a component as text."""
    lines = [signature(spec), f"  {'; '.join(_facts(spec))}"]
    lines += ["", *(f"  {line}" for line in spec.manual.splitlines())]
    if spec.options:
        lines += ["", "  options"]
        for option in spec.options:
            marks = " (may be given without its name)" if option.primary else ""
            lines += [f"    {_parameter(option)}{marks}", f"        {option.doc}"]
    if spec.reads:
        lines += ["", "  reads", *(f"    doc.{name}" for name in spec.reads)]
    if spec.writes:
        lines += ["", "  writes", *(f"    doc.{name}: {type_}" for name, type_ in spec.writes)]
    for example in spec.examples:
        lines += ["", *_example(example)]
    return "\n".join(lines) + "\n"


def _facts(spec: ComponentSpec) -> list[str]:
    facts = [_SHAPES.get(spec.kind, spec.kind), spec.distribution or "built in"]
    if spec.deprecated:
        facts.append(f"deprecated, use `{spec.deprecated}`")
    if spec.effects != "pure":
        facts.append("not pure")
    if spec.cost != "light":
        facts.append(spec.cost)
    if spec.needs:
        facts.append("needs " + ", ".join(spec.needs))
    return facts


def _example(example: Example) -> list[str]:
    options = ", ".join(f"{name}: {_value(value)}" for name, value in example.options.items())
    head = "  example" + (f" ({options})" if options else "") + (f": {example.note}" if example.note else "")
    return [head, f"    {_sample(example.given)}", f"    -> {_sample(example.gives)}"]


def _sample(value: object) -> str:
    return safe(repr(value) if not isinstance(value, str) else _value(value))


def as_json(spec: ComponentSpec) -> dict[str, Any]:
    """Return the specification as JSON values."""
    return {
        "name": spec.path,
        "kind": spec.kind,
        "summary": spec.summary,
        "distribution": spec.distribution,
        "version": spec.version,
        "options": [
            {
                "name": option.name,
                "type": str(option.type),
                "required": option.required,
                "default": None if option.required else _value(option.default),
                "doc": option.doc,
                "primary": option.primary,
                "secret": option.secret,
            }
            for option in spec.options
        ],
        "writes": {name: str(type_) for name, type_ in spec.writes},
        "reads": list(spec.reads),
        "effects": spec.effects,
        "cost": spec.cost,
        "needs": list(spec.needs),
        "deprecated": spec.deprecated,
    }
