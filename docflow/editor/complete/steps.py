"""Steps, sources, sinks and outcomes: what may be called, with its documentation."""

from collections.abc import Iterable, Iterator

from docflow.catalog.catalog import CORE
from docflow.editor.analysis import Analysis
from docflow.editor.comments import above
from docflow.editor.complete.item import Item
from docflow.editor.manual import component_page, origin, stage_page, stage_signature
from docflow.editor.words import OUTCOME_WORDS
from docflow.errors import PluginError
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.check.outcomes import OUTCOMES
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["components", "flows", "in_namespace", "outcomes", "stages", "stages_of"]


def components(role: Role, analysis: Analysis) -> Iterator[Item]:
    """Yield the components for a role: of built-in plugins and those that the file names; others by name."""
    module = analysis.module
    plugins = module.plugins
    called = {real: alias for alias, real in plugins.aliases.items()}
    named = [name for name in plugins.catalog.names() if name in module.findings.used]
    shown = dict.fromkeys((*plugins.known(), *(n for n in named if n not in plugins.failed)))
    for namespace in shown:
        for spec in plugins.specs(namespace):
            if spec.role == role:
                yield _component(spec, _path(spec, called.get(namespace, namespace)), analysis)
    for namespace in plugins.catalog.names():
        if namespace not in shown and namespace not in plugins.failed and namespace != CORE:
            yield Item(namespace, "namespace", f"{namespace}.", _ships(namespace, module), rank=6)


def _path(spec: ComponentSpec, called: str) -> str:
    return f"{called}.{spec.name}" if "." in spec.path else spec.path


def _ships(namespace: str, module: Module) -> str:
    try:
        provider = module.plugins.catalog.provider(namespace)
    except PluginError:
        provider = None
    return f"plugin, from {provider.title}" if provider is not None else "plugin"


def _component(spec: ComponentSpec, label: str, analysis: Analysis) -> Item:
    catalog = analysis.module.plugins.catalog
    needs = any(option.required for option in spec.options)
    return Item(
        label, "component", label, f"{spec.summary} ({origin(spec, catalog)})", component_page(spec, catalog),
        f"{label}($1)" if needs else None, rank=3, deprecated=spec.deprecated is not None,
    )  # fmt: skip


def in_namespace(name: str, role: Role, analysis: Analysis) -> Iterator[Item]:
    """Yield the components of a namespace that was named, by their own names; it is loaded for that."""
    plugins = analysis.module.plugins
    namespace = plugins.aliases.get(name, name)
    for spec in plugins.specs(namespace):
        if spec.role == role:
            yield _component(spec, spec.name, analysis)


def stages_of(module: Module, prefix: str = "") -> Iterator[Item]:
    """Yield the stages of a file."""
    text = module.program.text
    for item in module.program.items:
        if isinstance(item, tree.Stage):
            page = stage_page(item, text, above(item.span, text))
            yield Item(
                f"{prefix}{item.name}",
                "stage",
                f"{prefix}{item.name}",
                stage_signature(item, text),
                page,
                rank=2,
            )


def stages(analysis: Analysis) -> Iterator[Item]:
    """Yield the stages that steps may name: those of the file and of its includes."""
    yield from stages_of(analysis.module)
    for alias, module in analysis.module.includes.items():
        yield from stages_of(module, f"{alias}.")


def outcomes(names: Iterable[str]) -> Iterator[Item]:
    """Yield outcomes by name."""
    for name in names:
        takes = OUTCOMES[name]
        first = next((p for p in takes if p.primary), None)
        form = None if first is None else f"{name}($1)" if first.type.name == "int" else f'{name}("$1")'
        insert = name if first is None or not first.required else (form or name).replace("$1", "")
        yield Item(name, "outcome", insert, doc=OUTCOME_WORDS[name], snippet=form, rank=1)


def flows(module: Module) -> Iterator[Item]:
    """Yield the flows of a file."""
    for item in module.program.items:
        if isinstance(item, tree.Flow):
            yield Item(item.name, "flow", item.name, "flow", rank=1)
