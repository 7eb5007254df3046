"""A flow file at hand: loading, checking and compiling it; nothing here can run anything.

Apart from `docflow.api` so that `docflow check` never loads the engine (start-up budget).
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Self

import attrs
from attrs import field

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic, FlowError, RefusedError
from docflow.flowfile.trust import Trust
from docflow.lang.elaborate import Elaborated, Read, Values, elaborate, read_utf8
from docflow.lang.findings import settled
from docflow.lang.syntax.parse import parse
from docflow.lang.typing.typed import UNKNOWN
from docflow.plan.ir import Plan
from docflow.value import evolve, frozen

__all__ = ["Checked", "FlowFile", "read_flow"]


@frozen
class Checked:
    """A flow that was checked: all findings, and the texts that they point into."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    elaborated: Elaborated

    @property
    def ok(self) -> bool:
        """Whether there is no error (warnings do not count)."""
        return not any(d.severity == "error" for d in self.diagnostics)


@attrs.frozen
class FlowFile:
    """A flow file (or text) at hand. `name` is how messages call it, `folder` what its paths start from.

    `read` gives the texts of the files that it includes; `trust` says what its caller allows it (`within`).
    """

    text: str = field(repr=False)
    name: str
    folder: Path
    catalog: Catalog = field(factory=Catalog.installed, repr=False, eq=False)
    read: Read = field(default=read_utf8, repr=False, eq=False)
    trust: Trust = field(factory=Trust, repr=False, eq=False)

    def check(self, values: Values | None = None, *, flow: str | None = None) -> Checked:
        """Check the flow; without values, params are known by their types only."""
        limits = import_module("docflow.flowfile.untrusted") if self.trust.limited else None
        read = limits.bounded(self.read) if limits and self.trust.untrusted else self.read
        parsed = parse(self.text, self.name)
        made = elaborate(
            parsed.program, self.catalog, folder=self.folder, values=values, flow=flow, read=read
        )
        sources = {self.name: self.text, **made.sources}
        found = settled(parsed.diagnostics, made.diagnostics, sources, self.name)
        if limits:
            plan, outline = (limits.narrowed(each, self.trust) for each in (made.plan, made.outline))
            made = evolve(made, plan=plan, outline=outline)
            found += limits.findings(self.trust, self.folder, outline, sources)
        return Checked(found, sources, made)

    def within(self, trust: Trust) -> Self:
        """Return this flow as its caller trusts it: with the plugins, includes and paths that it may have.

        Raises RefusedError for a root that is not there, or a plugin on the list that is not installed.
        """
        if not trust.limited:
            return attrs.evolve(self, trust=trust)
        root = trust.root_for(self.folder)
        catalog: Catalog = import_module("docflow.flowfile.untrusted").allowed(self.catalog, trust)
        read = self.read if root is None else root.reading(self.read)
        return attrs.evolve(self, catalog=catalog, read=read, trust=trust)

    def compile(self, values: Values | None = None, *, flow: str | None = None) -> Plan:
        """Return the plan, with the values that params get.

        Raises FlowError with every mistake of the file.
        """
        checked = self.check(values or Values(), flow=flow)
        plan = checked.elaborated.plan
        if not checked.ok or plan is None:
            raise FlowError(checked.diagnostics, checked.sources)
        return plan

    def steps(self, params: Mapping[str, object] | Values) -> Plan:
        """Return a plan whose steps are known; its sources and sinks may wait for params.

        `params` are values by name, or all values that there are. Raises FlowError with every mistake of
        the file, RefusedError when a step waits for a param.
        """
        values = evolve(params, partial=True) if isinstance(params, Values) else Values(params, partial=True)
        checked = self.check(values)
        plan = checked.elaborated.outline
        if not checked.ok or plan is None:
            raise FlowError(checked.diagnostics, checked.sources)
        if checked.elaborated.waiting:
            names = [name for name, bound in checked.elaborated.params.items() if bound.value is UNKNOWN]
            raise RefusedError(f"a step waits for the value of a param: give {' or '.join(names)}")
        return plan


def read_flow(path: str | Path) -> tuple[str, str, Path]:
    """Return text, display name and folder of a flow file.

    Raises RefusedError when the file is not there or is not UTF-8 text.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RefusedError(f"there is no flow file `{path}`{_similar(file)}") from None
    except UnicodeDecodeError as error:
        raise RefusedError(f"the flow file `{path}` is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise RefusedError(f"the flow file `{path}` cannot be read: {error.strerror}") from None
    return text, str(path), file.resolve().parent


def _similar(file: Path) -> str:
    folder = file.parent
    if not folder.is_dir():
        return f": there is no folder `{folder}`"
    flows = sorted(p.name for p in folder.glob("*.flow"))
    return f"; the folder has {', '.join(flows[:5])}" if flows else ""
