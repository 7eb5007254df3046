"""Where the snapshots of a flow file lie: the one rule for those who write, read and judge them."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from docflow.io.beside import snapshot_folder
from docflow.io.names import decode, encode

__all__ = ["obsolete", "snapshot_file"]


def snapshot_file(folder: Path, flow_file: str, name: str) -> Path:
    """Return the file of a snapshot: `<name>.txt`, the name encoded, in the flow's snapshot folder."""
    return snapshot_folder(folder, flow_file) / f"{encode(name)}.txt"


def obsolete(folder: Path, flow_file: str, names: Iterable[str]) -> list[Path]:
    """Return the snapshots of a flow file, in order, that none of `names` is; other files are none of ours.

    Raises OSError when the folder cannot be read.
    """
    wanted = {encode(name) for name in names}
    place = snapshot_folder(folder, flow_file)
    found = sorted(path for path in place.glob("*.txt") if path.is_file() and not path.is_symlink())
    return [path for path in found if path.stem not in wanted and _is_ours(path)]


def _is_ours(path: Path) -> bool:
    """Whether we would give a snapshot that name, and wrote such a text; a README of somebody stays."""
    if decode(path.stem) is None and "%-" not in path.stem:
        return False
    with suppress(OSError), path.open("rb") as file:
        return file.read(4) in (b"", b"=== ")
    return False
