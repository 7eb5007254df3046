"""What a plugin module brings, and whether it keeps the contract."""

from collections.abc import Iterable

import pluggy

from docflow.errors import PluginError
from docflow.plugin.component import Function
from docflow.plugin.hooks import PROJECT, Specs
from docflow.plugin.kinds import Component
from docflow.plugin.spec import ComponentSpec
from docflow.value import evolve, frozen

__all__ = ["Namespace", "namespace_of"]


@frozen
class Namespace:
    """What one plugin brings: component specifications by (role, name), functions by name, its hooks."""

    name: str
    components: dict[tuple[str, str], ComponentSpec]
    functions: dict[str, Function]
    hooks: pluggy.HookRelay
    distribution: str = ""


def namespace_of(name: str, module: object, distribution: str = "") -> Namespace:
    """Return what a plugin module brings; also the door for tests that have no installed plugin.

    Raises PluginError with a sentence when the module breaks the contract; what its hooks raise passes.
    """
    hooks = _hooks(name, module)
    components: dict[tuple[str, str], ComponentSpec] = {}
    for cls in _listed("docflow_components", hooks.docflow_components()):
        spec = _spec(cls)
        if (spec.role, spec.name) in components:
            raise PluginError(f"two components are called `{spec.name}`")
        components[spec.role, spec.name] = evolve(spec, namespace=name, distribution=distribution)
    functions: dict[str, Function] = {}
    for function in _listed("docflow_functions", hooks.docflow_functions()):
        if not isinstance(function, Function):
            raise PluginError(f"{function!r} is no function of the language: decorate it with @function(...)")
        if function.name in functions:
            raise PluginError(f"two functions are called `{function.name}`")
        functions[_writable(function.name, "a function")] = function
    return Namespace(name, components, functions, hooks, distribution)


def _hooks(name: str, module: object) -> pluggy.HookRelay:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specs)
    try:
        manager.register(module, name=name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(" ".join(str(error).split())) from error
    if not manager.get_hookcallers(module):
        raise PluginError("it has no hook: mark its `docflow_components` with @hookimpl")
    return manager.hook


def _listed(hook: str, answers: Iterable[object]) -> list[object]:
    found: list[object] = []
    for answer in answers:
        if not isinstance(answer, Iterable):
            raise PluginError(f"`{hook}` returns {answer!r}, not a tuple")
        found += answer
    return found


def _spec(cls: object) -> ComponentSpec:
    if not (isinstance(cls, type) and issubclass(cls, Component) and "__component__" in vars(cls)):
        raise PluginError(f"{cls!r} is no component: decorate it with @component(name, ...)")
    spec = cls.__component__
    missing = sorted(getattr(cls, "__abstractmethods__", ()))
    if missing:
        raise PluginError(f"the component `{spec.name}` does not have the method `{missing[0]}`")
    _writable(spec.name, "a component")
    for option in spec.options:
        _writable(option.name, f"an option of `{spec.name}`")
    if sum(option.primary for option in spec.options) > 1:
        raise PluginError(f"the component `{spec.name}` has more than one primary option")
    return spec


def _writable(name: str, what: str) -> str:
    if not name.isidentifier():
        raise PluginError(f"no flow can write `{name}`, the name of {what}")
    return name
