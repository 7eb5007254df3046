"""The entry points of docflow as `importlib.metadata` finds them, where plain folders are not all."""

from importlib.metadata import Distribution, distributions

from docflow.catalog.points import FAMILY, Point, normal

__all__ = ["points"]


def points() -> tuple[Point, ...]:
    """Return the entry points of all distributions that any finder knows; of two of one name the first."""
    found: list[Point] = []
    seen: set[str] = set()
    for distribution in distributions():
        name, version = _shipped(distribution)
        if name and normal(name) in seen:
            continue
        seen.add(normal(name))
        own = [point for point in distribution.entry_points if point.group.startswith(f"{FAMILY}.")]
        found += [Point(point.group, point.name, point.value, name, version) for point in own]
    return tuple(found)


def _shipped(distribution: Distribution) -> tuple[str, str]:
    """Return name and version of a distribution; "" where its metadata are damaged."""
    try:
        return str(distribution.name or ""), str(distribution.version or "")
    except Exception:  # noqa: BLE001 - one damaged folder in site-packages must not hide all other plugins
        return "", ""
