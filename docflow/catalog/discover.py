"""Which plugins are installed: read from the metadata of distributions, importing none of them."""

from docflow.catalog.points import FAMILY, Point, points
from docflow.errors import PluginError
from docflow.value import frozen

__all__ = ["GROUP", "Provider", "misfit", "only", "providers"]

GROUP = "docflow.plugins.v1"
"""The entry-point group; its last part is the major version of the plugin API."""
MAJOR = GROUP.rpartition(".")[2]


@frozen
class Provider:
    """Who ships a namespace: the distribution, its version and the entry point."""

    namespace: str
    distribution: str
    version: str
    entry_point: Point

    @property
    def title(self) -> str:
        """The distribution with its version, as messages name it."""
        return f"{self.distribution} {self.version}".strip()


def providers() -> dict[str, tuple[Provider, ...]]:
    """Return the installed providers by namespace; more than one claimant is an error when it is used."""
    found: dict[str, list[Provider]] = {}
    for point in points():
        if point.group != GROUP:
            continue
        claimants = found.setdefault(point.name, [])
        if all((p.distribution, p.entry_point.value) != (point.distribution, point.value) for p in claimants):
            claimants.append(Provider(point.name, point.distribution, point.version, point))
    return {name: tuple(found[name]) for name in sorted(found)}


def only(claimants: tuple[Provider, ...]) -> Provider:
    """Return the one provider of a namespace; raises PluginError (DF0508) when two claim it."""
    if len(claimants) == 1:
        return claimants[0]
    namespace = claimants[0].namespace
    titles = sorted({p.title or p.entry_point.value for p in claimants})
    if len(titles) == 1:
        raise PluginError(
            f"{titles[0]} claims the namespace `{namespace}` twice; tell its authors",
            namespace=namespace,
            code="DF0508",
        )
    raise PluginError(
        f"the namespace `{namespace}` is claimed by {' and '.join(titles)}; uninstall all but one of them",
        namespace=namespace,
        code="DF0508",
    )


def misfit(namespace: str) -> str | None:
    """Return a sentence about an installed plugin of that name made for another API of docflow, or None."""
    for point in points():
        major = point.group.removeprefix(f"{FAMILY}.")
        if point.name == namespace and point.group != GROUP and "." not in major:
            ships = f"{point.distribution} {point.version}".strip() or "an installed plugin"
            return f"{ships} brings `{namespace}` for plugin API {major}; this docflow has {MAJOR}"
    return None
