"""The entry points of docflow, read from the `*.dist-info` folders on `sys.path`.

What `importlib.metadata.entry_points` would say, without importing it: it brings email, socket and urllib, a
tenth of the time of `docflow check`. Where distributions may come from elsewhere (a path hook of its own, a
zip or an egg on the path) it is asked after all, through `docflow.catalog.metadata`.
"""

import importlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import reduce
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from docflow.value import frozen

__all__ = ["FAMILY", "Point", "normal", "points"]

FAMILY = "docflow.plugins"
_VALUE = r"([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[.*\]\s*)?"


@frozen
class Point:
    """An entry point of a group `docflow.plugins.*`, and who ships it; "" where the metadata are damaged."""

    group: str
    name: str
    value: str
    distribution: str = ""
    version: str = ""

    @property
    def names_module(self) -> bool:
        """Whether the value is `module` or `module:object`, perhaps with extras."""
        return re.fullmatch(_VALUE, self.value) is not None

    def load(self) -> Any:
        """Import the module and return it, or the object in it; raises what the import raises."""
        named = re.fullmatch(_VALUE, self.value)
        if named is None:
            raise ImportError(f"{self.value!r} names no module")
        module, attributes = named.groups(default="")
        return reduce(getattr, filter(None, attributes.split(".")), importlib.import_module(module))


def points() -> tuple[Point, ...]:
    """Return the entry points of all installed distributions; of two copies of one the first on the path."""
    if _elsewhere(sys.path):
        found: tuple[Point, ...] = importlib.import_module("docflow.catalog.metadata").points()
        return found
    first: dict[str, Path] = {}
    for info in _infos(sys.path):
        first.setdefault(normal(info.name.rpartition(".")[0].partition("-")[0]), info)
    return tuple(point for info in first.values() for point in _points_of(info))


def _elsewhere(folders: Iterable[str]) -> bool:
    """Whether there may be distributions that are no folder in a folder on the path."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    return any(folder.lower().endswith(".egg") or Path(folder).is_file() for folder in folders)


def _infos(folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - a Path for each file takes longer than the rest
        except OSError:
            continue
        yield from (
            Path(folder, name) for name in names if name.lower().endswith((".dist-info", ".egg-info"))
        )


def normal(name: str) -> str:
    """Return the name of a distribution in the form that is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _points_of(info: Path) -> Iterator[Point]:
    found = list(_pairs(_read(info / "entry_points.txt")))
    if found:
        name, version = _shipped(info)
        yield from (Point(group, key, value, name, version) for group, key, value in found)


def _pairs(text: str) -> Iterator[tuple[str, str, str]]:
    """Return group, name and value of each line of `entry_points.txt` in a group of docflow."""
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            group = line.strip("[]")
        elif group.startswith(f"{FAMILY}.") and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield group, name.strip(), value.strip()


def _shipped(info: Path) -> tuple[str, str]:
    """Return name and version from the head of the metadata, which ends at the first empty line."""
    head: dict[str, str] = {}
    for line in (_read(info / "METADATA") or _read(info / "PKG-INFO")).splitlines():
        if not line:
            break
        key, _, value = line.partition(":")
        head.setdefault(key.lower(), value.strip())
    return head.get("name", ""), head.get("version", "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
