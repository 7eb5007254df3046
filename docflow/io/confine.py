"""The one rule of `--root DIR`: what a flow reads and writes stands below that folder, links followed.

A path is judged by where it really leads, so neither `..` nor a link in any part of it gets out. What is
no link at all, but a second name of a file outside (a hard link), cannot be told; git makes none.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.value import frozen

__all__ = ["Root"]


@frozen
class Root:
    """The folder that a run may not leave, as it was given and with its links resolved."""

    path: Path
    real: str

    @classmethod
    def of(cls, folder: "Path | str | Root") -> "Root":
        """Return the root for a folder; raises RefusedError when there is none of that name."""
        if isinstance(folder, Root):
            return folder
        path = Path(folder).absolute()
        if not path.is_dir():
            raise RefusedError(f"`--root {safe(str(folder))}`: there is no such folder")
        return cls(path, os.path.realpath(path))

    def __str__(self) -> str:
        return str(self.path)

    @property
    def shown(self) -> str:
        """The root as messages name it: seen from the current folder where it is below it."""
        try:
            here = os.path.relpath(self.path)
        except OSError:  # the current folder is gone
            here = ".."
        return safe(str(self.path) if here.startswith("..") else here, None)

    def holds(self, path: Path | str) -> bool:
        """Whether a path, which need not exist, leads to this folder or below it."""
        real = os.path.realpath(path)
        return real == self.real or real.startswith(self.real.rstrip("/") + "/")

    def inside(self, path: Path, written: str) -> Path:
        """Return the path as it is, once it is proven to be inside; `written` is how the flow calls it.

        Raises RefusedError that says the path, the root and what to do.
        """
        if self.holds(path):
            return path
        raise RefusedError(
            f"`{safe(written, None)}` is outside the root `{self.shown}`{self._way(path)}; keep what the flow"
            " reads and writes below the root, or give a wider `--root`"
        )

    def _way(self, path: Path) -> str:
        """Say where a path leads that looks as if it were inside."""
        looks = os.path.normpath(path)
        if not looks.startswith(f"{os.path.normpath(self.path).rstrip('/')}/"):
            return ""
        return f" (a link leads to `{safe(os.path.realpath(path), None)}`)"

    def reading(self, read: Callable[[Path], str]) -> Callable[[Path], str]:
        """Return a function that reads texts as `read` does, and raises OSError for a path outside."""

        def confined(path: Path) -> str:
            if not self.holds(path):
                raise PermissionError(errno.EACCES, "it is outside the root that the flow may not leave")
            if path.exists() and not path.is_file():
                raise PermissionError(errno.EACCES, "it is no ordinary file")
            return read(path)

        return confined
