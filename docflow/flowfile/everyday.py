"""The default cleaning flow: what `docflow clean` and `docflow.clean` run when there is no flow file."""

from collections.abc import Collection
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.io.globs import expand
from docflow.io.suffixes import suffix_of
from docflow.plugin.spec import ComponentSpec
from docflow.value import frozen

__all__ = ["Everyday", "everyday", "suffixes_of"]

FIRST = ("clean.unicode",)
LAST = ("clean.whitespace",)


@frozen
class Everyday:
    """The flow's parts: the namespaces whose readers `files` needs, and the steps, by name."""

    uses: tuple[str, ...]
    steps: tuple[str, ...]

    def flow(self, sources: tuple[str, ...], sink: str) -> str:
        """Return the flow as one line of text, ready to be saved; `sources` and `sink` are calls."""
        return f"{self._head(sources)} | {' | '.join(self.steps)} | to {sink}"

    def preview(self, sources: tuple[str, ...], before: str, after: str) -> str:
        """Return the same flow, which also writes each document as it was read to the sink `before`."""
        return f"{self._head(sources)} | tee {{ | to {before} }} | {' | '.join(self.steps)} | to {after}"

    def _head(self, sources: tuple[str, ...]) -> str:
        return " ".join((*(f"use {name}" for name in self.uses), f"from {', '.join(sources)}"))


def everyday(catalog: Catalog, suffixes: Collection[str] = ()) -> Everyday:
    """Return the parts of the flow: the built-in steps around the `everyday` ones of installed plugins.

    `suffixes` are those of the files that are to be cleaned: a plugin with an everyday reader takes part only
    where there are files for it. One that is broken is left out; `docflow plugins list` says why.
    """
    uses, steps = list[str](), list[str]()
    for name in catalog.names():
        found = _of(catalog, name)
        readers = [spec for spec in found if spec.kind == "reader"]
        if readers and not any(set(_suffixes(spec)) & set(suffixes) for spec in readers):
            continue
        uses += [name] if readers else []
        steps += [spec.path for spec in found if spec.kind != "reader"]
    return Everyday(tuple(uses), (*FIRST, *steps, *LAST))


def suffixes_of(paths: Collection[str], base: Path) -> frozenset[str]:
    """Return the suffixes of the files that these paths name; raises MachineError as reading them would."""
    return frozenset(suffix_of(found.tail) for path in paths for found in expand(path, base))


def _of(catalog: Catalog, name: str) -> list[ComponentSpec]:
    try:
        specs = catalog.specs([name])
    except PluginError:
        return []
    return [spec for spec in specs if spec.everyday and spec.path not in (*FIRST, *LAST)]


def _suffixes(spec: ComponentSpec) -> tuple[str, ...]:
    return tuple(getattr(spec.cls, "suffixes", ()))
