"""Building the component that a plan's call means."""

from collections.abc import Sequence
from typing import Protocol

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError
from docflow.plugin.convert import OptionError
from docflow.plugin.convert import build as construct
from docflow.plugin.kinds import Component
from docflow.plugin.spec import ComponentSpec, role_of

__all__ = ["Call", "build"]


class Call(Protocol):
    """What is needed of a `plan.ir.Call`; the catalog and the plan do not see each other."""

    @property
    def component(self) -> str:
        """`namespace.name`."""

    @property
    def kind(self) -> str:
        """The kind of component that the plan takes it for."""

    @property
    def version(self) -> int:
        """The version of the component that the plan was made with."""

    @property
    def options(self) -> Sequence[tuple[str, object]]:
        """The options by name, as values of the language."""


def build(catalog: Catalog, call: Call) -> Component:
    """Return the component of a call with its options; the implicit `path` stays with the engine.

    Raises PluginError when the component is gone, is another one than the plan was made for (another
    version or kind: its output could differ from what the plan's digest says), or refuses its options.
    """
    spec = catalog.component(role_of(call.kind), call.component)
    _same(call, spec)
    try:
        return construct(spec, dict(call.options))
    except OptionError as error:
        raise _refused(call, spec, error.message) from error
    except Exception as error:
        raise _refused(call, spec, f"{type(error).__name__}: {error}") from error


def _same(call: Call, spec: ComponentSpec) -> None:
    if call.kind != spec.kind:
        raise _refused(call, spec, f"the plan takes it for a {call.kind}, it is a {spec.kind}")
    if call.version != spec.version:
        raise PluginError(
            f"the plan was made with version {call.version} of `{call.component}`, version {spec.version} is "
            "installed; make the plan again",
            namespace=spec.namespace,
            distribution=spec.distribution,
            code="DF0502",
        )


def _refused(call: Call, spec: ComponentSpec, why: str) -> PluginError:
    return PluginError(
        f"`{call.component}` cannot be built: {why}",
        namespace=spec.namespace,
        distribution=spec.distribution,
        code="DF0504",
    )
