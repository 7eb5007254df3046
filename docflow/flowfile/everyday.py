"""The default cleaning flow: what `docflow clean` and `docflow.clean` run when there is no flow file."""

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.plugin.spec import ComponentSpec

__all__ = ["everyday_flow", "everyday_preview", "everyday_steps"]

FIRST = ("clean.unicode",)
LAST = ("clean.whitespace",)


def everyday_steps(catalog: Catalog) -> tuple[str, ...]:
    """Return the steps, by name: the built-in ones around the `everyday` steps of installed plugins.

    A plugin that is broken is left out; `docflow plugins list` says what is wrong with it.
    """
    return (*FIRST, *(spec.path for spec in _of_plugins(catalog)), *LAST)


def _of_plugins(catalog: Catalog) -> list[ComponentSpec]:
    found = []
    for name in catalog.names():
        try:
            specs = catalog.specs([name])
        except PluginError:
            continue
        found += [spec for spec in specs if spec.everyday and spec.path not in (*FIRST, *LAST)]
    return found


def everyday_flow(catalog: Catalog, sources: tuple[str, ...], sink: str) -> str:
    """Return the flow as one line of text, ready to be saved; `sources` and `sink` are calls."""
    steps = " | ".join(everyday_steps(catalog))
    return f"from {', '.join(sources)} | {steps} | to {sink}"


def everyday_preview(catalog: Catalog, sources: tuple[str, ...], before: str, after: str) -> str:
    """Return the same flow, which also writes each document as it was read to the sink `before`."""
    steps = " | ".join(everyday_steps(catalog))
    return f"from {', '.join(sources)} | tee {{ | to {before} }} | {steps} | to {after}"
