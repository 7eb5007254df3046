"""Whether a path stays where it may be written."""

from pathlib import Path

from docflow.errors import RefusedError

__all__ = ["inside"]


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
