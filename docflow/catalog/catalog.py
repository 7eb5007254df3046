"""The catalog: looks components up by the name that a flow uses, and loads plugins when one is named."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from docflow.catalog.contract import Namespace, namespace_of
from docflow.catalog.discover import Provider, misfit, only, providers
from docflow.catalog.load import load
from docflow.errors import PluginError
from docflow.plugin.component import Function
from docflow.plugin.kinds import Reader
from docflow.plugin.spec import ComponentSpec

__all__ = ["CORE", "Catalog"]

CORE = "core"
"""The namespace of the built-in sources, sinks and functions, which flows use without a namespace."""


class Catalog:
    """The components of the installed plugins; a namespace is imported when it is first asked for.

    Not a singleton: make one with `Catalog.installed()`, or `Catalog.of(news=module, ...)` in tests.
    """

    def __init__(
        self,
        installed: Mapping[str, tuple[Provider, ...]],
        misfits: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._installed = dict(installed)
        self._misfits = misfits
        self._loaded: dict[str, Namespace] = {}
        self._broken: dict[str, PluginError] = {}
        self._barred: dict[str, str] = {}

    @classmethod
    def installed(cls) -> "Catalog":
        """Return the catalog of this environment."""
        return cls(providers(), misfit)

    @classmethod
    def of(cls, **modules: object) -> "Catalog":
        """Return a catalog of the given plugin modules, by namespace, and nothing else."""
        catalog = cls({})
        for name, module in modules.items():
            catalog._loaded[name] = namespace_of(name, module)
        return catalog

    def limited(self, allow: Callable[[Provider], bool]) -> "Catalog":
        """Return a catalog of the installed plugins that `allow` admits; of the others none is ever imported.

        Namespaces that were given by hand stay.
        """
        kept = {
            name: tuple(each for each in claimants if allow(each))
            for name, claimants in self._installed.items()
        }
        made = Catalog({name: claimants for name, claimants in kept.items() if claimants}, self._misfits)
        made._loaded = {name: each for name, each in self._loaded.items() if name not in self._installed}
        made._barred = {name: self._installed[name][0].title for name in kept if not kept[name]}
        return made

    def providers(self) -> tuple[Provider, ...]:
        """Return who ships the installed namespaces, all claimants of each; imports nothing."""
        return tuple(each for name in sorted(self._installed) for each in self._installed[name])

    def barred(self, namespace: str) -> str | None:
        """Return a sentence about an installed plugin that may not be used here, or None."""
        title = self._barred.get(namespace)
        return (
            None
            if title is None
            else f"the plugin `{namespace}` ({title}) is installed, but not allowed here"
        )

    def add(self, namespace: Namespace) -> None:
        """Add a namespace that is not installed, such as one that a documentation page shows."""
        self._loaded[namespace.name] = namespace

    @property
    def by_hand(self) -> bool:
        """Whether it has namespaces that no other process can find, since they are not installed."""
        return any(name not in self._installed for name in self._loaded)

    def names(self) -> tuple[str, ...]:
        """Return the namespaces, sorted; imports nothing."""
        return tuple(sorted({*self._installed, *self._loaded}))

    def provider(self, namespace: str) -> Provider | None:
        """Return who ships a namespace, None for an unknown one.

        Raises PluginError (DF0508) when two distributions claim it.
        """
        claimants = self._installed.get(namespace)
        return only(claimants) if claimants else None

    def misfit(self, namespace: str) -> str | None:
        """Return a sentence about a plugin of that name made for another plugin API (DF0504), or None."""
        return self._misfits(namespace)

    def namespace(self, name: str) -> Namespace | None:
        """Return a namespace, loading its plugin; None when none of that name is installed.

        Raises PluginError when the plugin is broken or claimed twice; a broken one is imported once.
        """
        if name in self._broken:
            raise self._broken[name]
        if name not in self._loaded:
            provider = self.provider(name)
            if provider is None:
                return None
            try:
                self._loaded[name] = load(provider)
            except PluginError as error:
                self._broken[name] = error
                raise
        return self._loaded[name]

    def find(self, role: str, path: tuple[str, ...]) -> ComponentSpec | None:
        """Return the component that a flow calls `path` in a role ("source", "step", "sink"), or None.

        One name alone is a built-in source or sink (`jsonl`), or the component of a plugin that is
        called like its namespace (`warc` for `warc.warc`).
        """
        if len(path) == 1:
            short = path[0]
            return self._get(CORE, role, short) or (self._get(short, role, short) if role != "step" else None)
        if len(path) == 2:
            return self._get(path[0], role, path[1])
        return None

    def _get(self, namespace: str, role: str, name: str) -> ComponentSpec | None:
        found = self.namespace(namespace)
        return found.components.get((role, name)) if found else None

    def component(self, role: str, full_name: str) -> ComponentSpec:
        """Return the component that a plan calls `namespace.name`; raises PluginError when it is gone."""
        namespace, _, name = full_name.partition(".")
        spec = self._get(namespace, role, name)
        if spec is None:
            raise PluginError(
                f"the plan needs `{full_name}`, which is not installed", namespace=namespace, code="DF0501"
            )
        return spec

    def specs(self, namespaces: Iterable[str] | None = None) -> tuple[ComponentSpec, ...]:
        """Return the components of the given namespaces (default: of all, importing them)."""
        wanted = self.names() if namespaces is None else tuple(namespaces)
        loaded = [self.namespace(name) for name in wanted]
        return tuple(spec for ns in loaded if ns for spec in ns.components.values())

    def readers(self, namespaces: Iterable[str]) -> tuple[ComponentSpec, ...]:
        """Return the readers that `files` may choose from by suffix: those with suffixes, in this order."""
        readers = [spec for spec in self.specs(namespaces) if issubclass(spec.cls, Reader)]
        return tuple(spec for spec in readers if spec.cls.suffixes)  # type: ignore[attr-defined]

    def functions(self, namespaces: Iterable[str] = ()) -> dict[str, Function]:
        """Return the functions of expressions: the built-in ones, and `ns.name` for other namespaces."""
        core = self.namespace(CORE)
        found = dict(core.functions) if core else {}
        for name in namespaces:
            namespace = self.namespace(name)
            if namespace is not None and name != CORE:
                found |= {f"{name}.{f}": spec for f, spec in namespace.functions.items()}
        return found

    def callables(self, namespaces: Iterable[str] = ()) -> dict[str, Callable[..., Any]]:
        """Return the Python callables of `functions(namespaces)`."""
        return {name: f.call for name, f in self.functions(namespaces).items()}
