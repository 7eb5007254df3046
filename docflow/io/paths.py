"""Paths as users write them, and whether a path stays where it may be written."""

from pathlib import Path

from docflow.errors import RefusedError
from docflow.io.escape import safe

__all__ = ["inside", "written_path"]


def written_path(text: str) -> Path:
    """Return the path that a user wrote, `~` expanded.

    Raises RefusedError for a home folder that nobody has, and for a NUL character.
    """
    if "\0" in text:
        raise RefusedError(f"the path `{safe(text)}` holds a NUL character; no file can be called like that")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise RefusedError(f"the home folder in `{safe(text)}` is not known; write the whole path") from None


def inside(path: Path, root: Path) -> Path:
    """Return `path` with links resolved, once it is proven to be below `root` and not in a `.git` folder.

    The last part is not resolved: a link in the place of the file is replaced, never followed.
    Raises RefusedError with a plain sentence.
    """
    real_root = root.resolve()
    if path.name in ("", ".", ".."):
        raise RefusedError(f"`{path}` is a folder, not a file name")
    real = path.parent.resolve() / path.name
    if not real.is_relative_to(real_root):
        raise RefusedError(f"`{path}` leaves the output folder `{root}`")
    if any(part.lower() == ".git" for part in real.relative_to(real_root).parts):
        raise RefusedError(f"`{path}` is inside a `.git` folder; docflow never writes there")
    return real
