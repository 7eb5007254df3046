"""One file while it is checked: its tree, its names, its includes and its plugins."""

from collections.abc import Callable, Mapping

from attrs import define, field

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.plugins import Plugins
from docflow.lang.check.symbols import Symbol
from docflow.lang.check.watch import Spot, Watch
from docflow.lang.findings import Findings
from docflow.lang.typing.scope import Binding, Scope
from docflow.plugin.component import Function

__all__ = ["Module"]


@define(eq=False)
class Module:
    """A file being checked.

    `names` are its params, lets and secrets with types and values; `lets` those that stages and other files
    may see. `folder` is where an include stands, seen from the main file.
    `watch` is there for an editor only.
    """

    program: tree.Program
    findings: Findings
    plugins: Plugins
    symbols: Mapping[str, Symbol]
    includes: dict[str, "Module"] = field(factory=dict)
    names: dict[str, Binding] = field(factory=dict)
    functions: Mapping[str, Function] = field(factory=dict)
    folder: str = ""
    watch: Watch | None = None

    @property
    def lets(self) -> dict[str, Binding]:
        """The lets alone: what a stage and an including file see."""
        return {name: b for name, b in self.names.items() if b.kind == "let"}

    def stage(self, name: str) -> tree.Stage | None:
        """Return the stage of that name, or None."""
        symbol = self.symbols.get(name)
        return symbol.item if symbol is not None and isinstance(symbol.item, tree.Stage) else None

    def note(self, span: Span, scope: Callable[[], Scope], *, testing: bool = False) -> None:
        """Tell an editor, if one watches, what expressions at a place may see."""
        if self.watch is not None:
            self.watch.spots.append(Spot(span, scope, testing))

    def use(self, name: str) -> None:
        """Note that something names a symbol of this file."""
        self.findings.used.add(name)

    def use_namespace(self, namespace: str) -> None:
        """Note that the readers of a namespace serve `files`, by whatever name the file calls it."""
        for alias, real in self.plugins.aliases.items():
            if real == namespace:
                self.use(alias)

    def scope(self, names: Mapping[str, Binding]) -> Scope:
        """Return the scope of constant expressions with the given names in sight."""
        modules = {alias: module.lets for alias, module in self.includes.items()}
        private = {alias: _private(module.symbols) for alias, module in self.includes.items()}
        private[""] = {n: k for n, k in _private(self.symbols).items() if k != "flow" and n not in names}
        failed = frozenset(self.plugins.failed)
        return Scope(names, modules, private, functions=self.functions, folder=self.folder, failed=failed)


def _private(symbols: Mapping[str, Symbol]) -> dict[str, str]:
    """Return the names of a file that no other file sees, with their kinds."""
    return {s.name: s.kind for s in symbols.values() if s.kind in ("param", "secret", "flow")}
