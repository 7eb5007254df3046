"""Loading one plugin: import its module, ask its hooks, check that the contract holds."""

import pluggy
from attrs import evolve, frozen

from docflow.catalog.discover import Provider
from docflow.errors import PluginError
from docflow.plugin.component import Function
from docflow.plugin.hooks import PROJECT, Specs
from docflow.plugin.kinds import Component
from docflow.plugin.spec import ComponentSpec

__all__ = ["Namespace", "load", "namespace_of"]


@frozen
class Namespace:
    """What one plugin brings: component specifications by (role, name), functions by name, its hooks."""

    name: str
    components: dict[tuple[str, str], ComponentSpec]
    functions: dict[str, Function]
    hooks: pluggy.HookRelay
    distribution: str = ""


def load(provider: Provider) -> Namespace:
    """Import a plugin and read its components.

    Raises PluginError, naming the distribution and entry point, when the import fails (DF0506) or the
    plugin breaks the contract (DF0504).
    """
    point = provider.entry_point
    try:
        module = point.load()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise _broken(provider, f"did not load: {type(error).__name__}: {error}", "DF0506") from error
    try:
        return namespace_of(provider.namespace, module, provider.title)
    except PluginError as error:
        raise _broken(provider, f"breaks the plugin contract: {error.message}", "DF0504") from error


def namespace_of(name: str, module: object, distribution: str = "") -> Namespace:
    """Return what a plugin module brings; also the door for tests that have no installed plugin."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specs)
    manager.register(module, name=name)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(str(error)) from error
    components: dict[tuple[str, str], ComponentSpec] = {}
    for classes in manager.hook.docflow_components():
        for cls in classes:
            spec = _spec(cls)
            key = (spec.role, spec.name)
            if key in components:
                raise PluginError(f"two components are called {spec.name!r}")
            components[key] = evolve(spec, namespace=name, distribution=distribution)
    functions = {f.name: f for group in manager.hook.docflow_functions() for f in group}
    return Namespace(name, components, functions, manager.hook, distribution)


def _spec(cls: object) -> ComponentSpec:
    if not (isinstance(cls, type) and issubclass(cls, Component) and "__component__" in vars(cls)):
        raise PluginError(f"{cls!r} is no component: decorate it with @component(name, ...)")
    return cls.__component__


def _broken(provider: Provider, what: str, code: str) -> PluginError:
    return PluginError(
        f"the plugin `{provider.namespace}` {what}",
        namespace=provider.namespace,
        distribution=provider.distribution,
        version=provider.version,
        entry_point=provider.entry_point.value,
        code=code,
    )
