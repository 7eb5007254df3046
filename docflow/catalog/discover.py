"""Which plugins are installed: read from the metadata of distributions, importing none of them."""

from importlib.metadata import EntryPoint, entry_points

from attrs import frozen

from docflow.errors import PluginError

__all__ = ["GROUP", "Provider", "only", "providers"]

GROUP = "docflow.plugins.v1"


@frozen
class Provider:
    """Who ships a namespace: the distribution, its version and the entry point."""

    namespace: str
    distribution: str
    version: str
    entry_point: EntryPoint

    @property
    def title(self) -> str:
        """The distribution with its version, as messages name it."""
        return f"{self.distribution} {self.version}".strip()


def providers() -> dict[str, tuple[Provider, ...]]:
    """Return the installed providers by namespace; more than one claimant is an error when it is used."""
    found: dict[str, list[Provider]] = {}
    for point in entry_points(group=GROUP):
        dist = point.dist
        provider = Provider(point.name, dist.name if dist else "", dist.version if dist else "", point)
        claimants = found.setdefault(point.name, [])
        if all(p.distribution != provider.distribution for p in claimants):
            claimants.append(provider)
    return {name: tuple(found[name]) for name in sorted(found)}


def only(claimants: tuple[Provider, ...]) -> Provider:
    """Return the one provider of a namespace; raises PluginError (DF0508) when two claim it."""
    if len(claimants) > 1:
        names = " and ".join(p.title for p in claimants)
        raise PluginError(
            f"the namespace `{claimants[0].namespace}` is claimed by {names}; uninstall one of them",
            namespace=claimants[0].namespace,
            code="DF0508",
        )
    return claimants[0]
