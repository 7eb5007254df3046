"""Finding packs: those of this package by name, others by file."""

import functools
from collections.abc import Sequence
from importlib import resources
from pathlib import Path, PurePath

from docflow.plugin import PluginError
from docflow_residue.packs.pack import Mistake, Pack, PackError
from docflow_residue.packs.read import parse

__all__ = ["LARGEST", "is_shipped", "load", "load_all", "read_pack", "shipped", "shipped_pack"]

SUFFIX = ".toml"
LARGEST = 32_000_000
"""Bytes of a pack file."""


def shipped() -> tuple[str, ...]:
    """Return the names of the packs that come with this package."""
    folder = resources.files("docflow_residue.packs") / "shipped"
    return tuple(
        sorted(file.name.removesuffix(SUFFIX) for file in folder.iterdir() if file.name.endswith(SUFFIX))
    )


def is_shipped(pack: str | PurePath) -> bool:
    """Whether `packs: [...]` means a pack of this package: a bare name without `.toml`."""
    return not str(pack).endswith(SUFFIX)


@functools.cache
def shipped_pack(name: str) -> Pack:
    """Return a pack of this package. Raises PluginError for a name that it does not have."""
    if name not in shipped():
        known = ", ".join(shipped())
        raise PluginError(f"there is no pack `{name}`; shipped are {known}; a file ends in {SUFFIX}")
    file = resources.files("docflow_residue.packs") / "shipped" / f"{name}{SUFFIX}"
    return parse(file.read_text(encoding="utf-8"), f"{name}{SUFFIX}")


def load(pack: str | Path) -> Pack:
    """Return a pack: a file that ends in `.toml`, else the one of this package with that name.

    Raises PackError with every mistake of the file, PluginError for an unknown name.
    """
    path = Path(pack)
    return shipped_pack(path.name) if is_shipped(path) else read_pack(path, str(pack))


def load_all(packs: Sequence[str | Path]) -> tuple[Pack, ...]:
    """Return several packs, each once, in order. Raises as `load`."""
    return tuple(load(pack) for pack in dict.fromkeys(map(str, packs)))


def read_pack(path: Path, name: str) -> Pack:
    """Return the pack of a file, called `name` in messages. Raises PackError."""
    try:
        if path.stat().st_size > LARGEST:
            raise PackError.of(
                name, (Mistake(0, f"it is larger than {LARGEST:,} bytes", "make several packs of it"),)
            )
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError.of(name, (Mistake(0, f"it is not UTF-8 (byte {error.start})"),)) from None
    except OSError as error:
        raise PackError.of(name, (Mistake(0, f"it cannot be read: {error.strerror}"),)) from None
    return parse(text, name)
