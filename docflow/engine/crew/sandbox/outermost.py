"""Folders without those that stand in others of them."""

import os
from collections.abc import Iterable
from pathlib import Path

__all__ = ["outermost"]


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that exist, resolved and sorted, without those below others of them."""
    kept: list[Path] = []
    for path in sorted({Path(os.path.realpath(path)) for path in paths if path.startswith("/")}):
        if path.exists() and not (kept and path.is_relative_to(kept[-1])):
            kept.append(path)
    return tuple(map(str, kept))
