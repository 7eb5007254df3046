"""Files as they are in a revision of git, read with the command `git`; nothing is checked out or changed."""

import os
import subprocess
from pathlib import Path

from attrs import frozen

from docflow.errors import MachineError, RefusedError
from docflow.io.escape import safe

__all__ = ["Revision", "revision_of"]

SECONDS = 60

PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""Variables that say which repository is meant, as git sets them in a hook; here it is the file's own."""


@frozen
class Revision:
    """A commit of the repository in the folder `top`; `name` is how the user called it."""

    name: str
    commit: str
    top: Path

    def read(self, path: Path) -> str:
        """Return the text of a file of this revision.

        Raises FileNotFoundError when the revision does not have it, UnicodeDecodeError when it is no UTF-8.
        """
        try:
            inside = path.relative_to(self.top).as_posix()
        except ValueError:
            raise FileNotFoundError(f"{path} is outside the repository") from None
        done = _git(self.top, "cat-file", "blob", f"{self.commit}:{inside}")
        if done.returncode:
            raise FileNotFoundError(f"{inside} is not in {self.name}")
        return done.stdout.decode("utf-8")


def revision_of(folder: Path, name: str) -> Revision:
    """Return a revision (`HEAD`, `main`, `HEAD~3`, a tag, a hash) of the repository that holds a folder.

    Raises RefusedError when the folder is in no repository or there is no such revision, MachineError when
    git cannot be run.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top.returncode:
        said = top.stderr.decode("utf-8", "replace").strip().splitlines()
        if said and "dubious ownership" in said[0]:
            raise RefusedError(
                f"git refuses the repository of `{safe(str(folder))}`: it belongs to another user"
            )
        raise RefusedError(
            f"`{safe(str(folder))}` is in no git repository, so it has no revision `{safe(name)}`"
        )
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        raise RefusedError(f"{_missing(folder, name)}")
    root = Path(os.fsdecode(top.stdout.rstrip(b"\n"))).resolve()
    return Revision(name, found.stdout.decode("ascii", "replace").strip(), root)


def _missing(folder: Path, name: str) -> str:
    if name == "HEAD":
        return "the git repository has no commit yet, so there is nothing to compare with"
    shallow = _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    why = "; this clone is shallow, so it may lack it (fetch more of it)" if shallow else ""
    return f"`{safe(name)}` is no revision of this git repository{why}"


def _git(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    outer = {name: value for name, value in os.environ.items() if name not in PLACES}
    env = {**outer, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(  # noqa: S603 - arguments as a list, no shell
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git as the user has it
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env=env,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise MachineError("the command `git` is not there; give a file: --against FILE") from None
    except subprocess.TimeoutExpired:
        raise MachineError(f"git did not answer within {SECONDS} seconds") from None
    except ValueError as error:  # a NUL in an argument
        raise RefusedError(f"`{safe(arguments[-1])}` cannot be given to git: {error}") from None
