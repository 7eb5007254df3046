"""The default cleaning flow: what `docflow clean` and `docflow.clean` run when there is no flow file."""

from collections.abc import Collection, Sequence
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
    """The flow's parts: namespaces whose readers `files` needs, steps by name, and steps as written."""

    uses: tuple[str, ...]
    steps: tuple[str, ...]
    written: tuple[str, ...]

    def flow(self, sources: tuple[str, ...], sink: str) -> str:
        """Return the flow as one line of text, ready to be saved; `sources` and `sink` are calls."""
        return f"{self._head(sources)} | {' | '.join(self.written)} | to {sink}"

    def preview(self, sources: tuple[str, ...], before: str, after: str) -> str:
        """Return the same flow, which also writes each document as it was read to the sink `before`."""
        return f"{self._head(sources)} | tee {{ | to {before} }} | {' | '.join(self.written)} | to {after}"

    def _head(self, sources: tuple[str, ...]) -> str:
        return " ".join((*(f"use {name}" for name in self.uses), f"from {', '.join(sources)}"))


def everyday(catalog: Catalog, suffixes: Collection[str] = ()) -> Everyday:
    """Return the parts of the flow: the built-in steps around the `everyday` ones of installed plugins.

    `suffixes` are those of the files that are to be cleaned: a plugin with an everyday reader takes part only
    where there are files for it, and only on these. One that is broken is left out, as `docflow plugins list`
    says.
    """
    uses, steps, written = list[str](), list[str](), list[str]()
    for name in catalog.names():
        found = _of(catalog, name)
        own = [spec.path for spec in found if spec.kind != "reader"]
        read = [suffix for spec in found if spec.kind == "reader" for suffix in _suffixes(spec)]
        if read and not set(read) & set(suffixes):
            continue
        uses += [name] if read else []
        steps += own
        written += _only(own, read) if read and set(suffixes) - set(read) else own
    return Everyday(tuple(uses), (*FIRST, *steps, *LAST), (*FIRST, *written, *LAST))


def _only(steps: Sequence[str], suffixes: Sequence[str]) -> list[str]:
    """Return the steps for documents out of files with these suffixes alone."""
    names = "|".join(sorted({suffix.lstrip(".") for suffix in suffixes}))
    inner = "".join(f" | {step}" for step in steps)
    return [f'when doc.source matches re"\\.({names})(\\.[a-z]+)?$"i {{{inner} }}'] if steps else []


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
