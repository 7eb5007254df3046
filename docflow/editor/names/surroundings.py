"""What names mean at a place: the file, and the params, lets and secrets in sight."""

from collections.abc import Callable, Iterator, Mapping

from attrs import evolve, frozen

from docflow.editor.names.target import Kind, Target
from docflow.errors import PluginError
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.typing.scope import Scope
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["Surroundings", "component_of", "declared", "stage_of", "values_of"]

_VALUES: dict[str, Kind] = {"param": "param", "let": "let", "secret": "secret"}
_KINDS: dict[str, Kind] = {
    **_VALUES, "stage": "stage", "flow": "flow", "include": "include", "plugin": "namespace",
}  # fmt: skip


@frozen
class Surroundings:
    """Where a walk over the names of a file is.

    `owner` is the flow or stage, `names` what values are in sight, `aliases` the names of steps in the file.
    `scope_at` gives what is known of document fields at an offset.
    """

    module: Module
    scope_at: Callable[[int], Scope]
    names: Mapping[str, Target]
    owner: str = ""
    aliases: Mapping[str, tuple[Target, ...]] = {}

    @property
    def file(self) -> str:
        """The file, as spans name it."""
        return self.module.program.file

    def inside(self, stage: tree.Stage) -> "Surroundings":
        """Return what is in sight in a stage: its own params and the lets of its file."""
        lets = {name: target for name, target in self.names.items() if target.kind == "let"}
        own = {param.name: self.stage_param(stage, param, self.file) for param in stage.params}
        return evolve(self, names={**lets, **own}, owner=stage.name)

    @staticmethod
    def stage_param(stage: tree.Stage, param: tree.Param, file: str) -> Target:
        """Return the param of a stage."""
        return Target("param", param.name, file, stage.name, param)


def declared(module: Module) -> Iterator[Target]:
    """Yield what a file declares at its top."""
    for symbol in module.symbols.values():
        kind = _KINDS[symbol.kind]
        yield Target(kind, symbol.name, module.program.file, thing=symbol.item)


def values_of(module: Module) -> dict[str, Target]:
    """Return the params, lets and secrets of a file by name."""
    return {target.name: target for target in declared(module) if target.kind in _VALUES}


def stage_of(path: tree.Path, module: Module) -> tuple[tree.Stage, Module] | None:
    """Return the stage of this file or of an include that a path names, with its file."""
    home = module if len(path.names) == 1 else module.includes.get(path.names[0])
    stage = home.stage(path.names[-1]) if home is not None and len(path.names) <= 2 else None
    return (stage, home) if stage is not None and home is not None else None


def component_of(path: tree.Path, role: Role, module: Module) -> ComponentSpec | None:
    """Return the component that a path names in a role; None also for a plugin that does not load."""
    plugins = module.plugins
    real = plugins.real(path.names)
    if real[0] in plugins.failed:
        return None
    try:
        return plugins.catalog.find(role, real)
    except PluginError:
        return None
