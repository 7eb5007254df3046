"""The plugins of a file: `use`, the namespaces that its steps name, and what is wrong with them (DF05)."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field

from docflow.catalog.catalog import CORE, Catalog
from docflow.errors import Fix, PluginError, Span
from docflow.lang import tree
from docflow.lang.check.values import REFUSED
from docflow.lang.check.versions import parse_specifier, satisfies
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.plugin.component import Function
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["BUILT_IN", "FIRST_PARTY", "ROLES", "Plugins", "calls_in"]

BUILT_IN = (CORE, "clean", "dedup", "extract", "split")
"""The namespaces that come with docflow itself."""

FIRST_PARTY: Mapping[str, str] = {
    "html": "docflow-html",
    "news": "docflow-news",
    "residue": "docflow-residue",
}
"""Namespaces of the plugins that docflow's own authors ship, each with its distribution."""

ROLES: tuple[Role, ...] = ("source", "step", "sink")


@define(eq=False, repr=False)
class Plugins:
    """Looks components up for one file; a plugin that fails is reported once, where it is named first.

    `aliases` maps the names of `use NAMESPACE as ALIAS` to the namespace; `failed` are the namespaces that
    could not be loaded, about whose components nothing can be said; `unknown` those that there are not, each
    with the place that was reported.
    """

    catalog: Catalog
    findings: Findings
    aliases: dict[str, str] = field(factory=dict)
    failed: set[str] = field(factory=set)
    unknown: dict[str, Span] = field(factory=dict)

    def use(self, item: tree.Use) -> None:
        """Take in one `use`: is it installed, does the version fit, does it load."""
        self.aliases[item.alias or item.name] = item.name
        if item.alias is not None and item.alias_span is not None and item.alias != item.name:
            self.check_alias(item.alias, item.alias_span, "plugin")
        if item.name not in self.catalog.names():
            self.failed.add(item.name)
            self.findings.used.add(item.alias or item.name)
            self._not_installed(item)
            return
        self.load(item.name, item.name_span)
        if item.specifier is not None:
            self._version(item, item.specifier)

    def check_alias(self, alias: str, at: Span, what: str) -> None:
        """Report (DF0206) a name after `as` that is the namespace of an installed plugin."""
        if alias in self.catalog.names() and alias != CORE:
            self.findings.add(
                "DF0206",
                f"`{alias}` would mean two things: this {what}, and the installed plugin `{alias}`",
                at,
                help=f"choose another name after `as`, for example `as my_{alias}`",
            )

    def load(self, namespace: str, span: Span) -> bool:
        """Load a namespace; False when it is not installed, or broken (reported once, at `span`)."""
        if namespace in self.failed:
            return False
        try:
            return self.catalog.namespace(namespace) is not None
        except PluginError as error:
            self.failed.add(namespace)
            self.findings.add(error.code, str(error), span, help=_CURES.get(error.code))
            return False

    def find(self, role: Role, path: tuple[str, ...], span: Span) -> ComponentSpec | None:
        """Return the component that a file calls `path` in a role, None when there is none."""
        real = self.real(path)
        self.load(CORE, span)
        if (len(real) == 2 or role != "step") and real[0] in self.catalog.names():
            self.load(real[0], span)
        return None if {CORE, real[0]} & self.failed else self.catalog.find(role, real)

    def real(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return a path with the alias of a `use` replaced by the namespace."""
        return (self.aliases.get(path[0], path[0]), *path[1:])

    def roles(self, path: tuple[str, ...], span: Span) -> list[ComponentSpec]:
        """Return the components of that name in every role."""
        found = [self.find(role, path, span) for role in ROLES]
        return [spec for spec in found if spec is not None]

    def functions(self, calls: Iterable[tree.Call]) -> dict[str, Function]:
        """Return the functions that a file may call: built-in ones and those of namespaces that it names."""
        named = dict.fromkeys(self.aliases.values())
        for path in (call.path for call in calls):
            first = self.real(path.names)[0]
            if len(path.names) == 2 and first in self.catalog.names() and self.load(first, path.span):
                named[first] = None
        found = self.catalog.functions(n for n in named if n not in self.failed)
        # The plan holds the real name: it stands first, and the first name of a function is the one taken.
        return found | {self._called(name): function for name, function in found.items()}

    def _called(self, name: str) -> str:
        """The name of a function by the alias of its namespace."""
        space, dot, function = name.rpartition(".")
        alias = next((a for a, real in self.aliases.items() if real == space), space)
        return f"{alias}{dot}{function}"

    def readable(self) -> tuple[str, ...]:
        """Return the namespaces whose readers serve `files`: the built-in one and those in `use`."""
        wanted = dict.fromkeys((CORE, *self.aliases.values()))
        return tuple(n for n in wanted if n in self.catalog.names() and n not in self.failed)

    def known(self) -> tuple[str, ...]:
        """Return the namespaces whose declarations may be read here: built-in ones and those in `use`."""
        wanted = (*BUILT_IN, *self.aliases.values())
        return tuple(n for n in dict.fromkeys(wanted) if n in self.catalog.names() and n not in self.failed)

    def specs(self, namespace: str) -> tuple[ComponentSpec, ...]:
        """Return the components of a namespace that loads; none otherwise."""
        if namespace in self.failed or namespace not in self.catalog.names():
            return ()
        try:
            return self.catalog.specs((namespace,))
        except PluginError:
            return ()

    def barred(self, namespace: str, span: Span) -> bool:
        """Report a plugin that the caller does not allow; False for any other name."""
        said = self.catalog.barred(namespace)
        if said is not None:
            self.findings.add(
                REFUSED, said, span, help=f"who runs the flow allows it: `--plugins {namespace}`"
            )
        return said is not None

    def _not_installed(self, item: tree.Use) -> None:
        if self.barred(item.name, item.name_span):
            return
        misfit = self.catalog.misfit(item.name)
        if misfit is not None:
            self.findings.add(
                "DF0504", misfit, item.name_span, help="install a version of it made for this docflow"
            )
            return
        hint = nearest(item.name, (n for n in self.catalog.names() if n != CORE))
        ships = FIRST_PARTY.get(item.name)
        cure = (
            f"`pip install {ships}` installs it"
            if ships
            else "`docflow plugins list` shows what is installed"
        )
        self.findings.add(
            "DF0501",
            f"no plugin called `{item.name}` is installed",
            item.name_span,
            help=f"did you mean `{hint}`?" if hint else cure,
            fix=Fix(f"use `{hint}`", item.name_span, hint) if hint else None,
        )

    def _version(self, item: tree.Use, specifier: tree.Text) -> None:
        clauses = parse_specifier(specifier.value)
        if clauses is None:
            self.findings.add(
                "DF0502",
                f"`{specifier.value}` is no version specifier",
                specifier.span,
                help='write for example "~=1.0" (1.0 or newer, below 2) or ">=1.2, <3"',
                fix=_caret(specifier),
            )
            return
        try:
            provider = self.catalog.provider(item.name)
        except PluginError:
            return
        if provider is not None and not satisfies(provider.version, clauses):
            self.findings.add(
                "DF0502",
                f"this file needs `{item.name}` {specifier.value}, but {provider.title} is installed",
                specifier.span,
                help=f'install a fitting version: pip install "{provider.distribution}{specifier.value}"',
            )


_CURES = {
    "DF0504": "install a version of the plugin made for this docflow, or tell its authors",
    "DF0506": "reinstall the plugin, or tell its authors; other plugins are not affected",
}


def calls_in(node: object) -> Iterator[tree.Call]:
    """Yield the calls of a tree, in order of the file: steps, sources, sinks and functions."""
    if isinstance(node, (tuple, list)):
        for item in node:
            yield from calls_in(item)
        return
    if isinstance(node, tree.Call):
        yield node
    if not isinstance(node, Span):
        for name in getattr(node, "__match_args__", ()):
            yield from calls_in(getattr(node, name, None))


def _caret(specifier: tree.Text) -> Fix | None:
    """Return what `^1.2` of other languages is called here: that release or newer, below the next one."""
    release = specifier.value.removeprefix("^")
    if release == specifier.value or not release.replace(".", "").isdecimal():
        return None
    parts = [*release.split("."), "0"][:2]
    if parts[0] == "0" or not all(parts):
        return None
    meant = f'"~={parts[0]}.{parts[1]}"'
    return Fix(f"write {meant}", specifier.span, meant)
