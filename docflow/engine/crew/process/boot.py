"""How a nursery is started: a fresh interpreter that imports nothing from where the command was called."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import docflow

__all__ = ["environment", "import_path", "started"]

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from docflow.engine.crew.process.nursery import main; main(int(sys.argv[2]))"
)
_KEPT = (
    "HOME",
    "LANG",
    "LANGUAGE",
    "LD_LIBRARY_PATH",
    "PYTHONHASHSEED",
    "PYTHONHOME",
    "TMPDIR",
    "TZ",
    "TZDIR",
)
_KEPT_BEGINNINGS = ("LC_", "DYLD_")
_ONE_THREAD = dict.fromkeys(
    (
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
"""A worker has one core: a library of numbers that starts a thread for each would slow the others down, could
not be forked safely, and might add up in another order on a machine with more of them."""


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of workers: language, time zone, hash seed, home, temporary folder, one thread.

    Everything else stays with the command, tokens and keys above all: a component gets a secret by name,
    through the flow.
    """
    kept = {n: value for n, value in given.items() if n in _KEPT or n.startswith(_KEPT_BEGINNINGS)}
    return kept | _ONE_THREAD


def import_path(path: Iterable[str], folder: str) -> list[str]:
    """Return the import path of this process without the current folder, docflow's own place last."""
    kept = [each for each in path if each not in ("", ".", folder)]
    own = str(Path(docflow.__file__).parent.parent)
    return kept if own in kept else [*kept, own]


def started(channel: int, prints: int) -> "subprocess.Popen[bytes]":
    """Start a nursery that talks over the descriptor `channel` and prints to `prints`. Raises OSError."""
    path = json.dumps(import_path(sys.path, str(Path.cwd())))
    options = ["-P", "-X", f"utf8={sys.flags.utf8_mode}", *(["-B"] if sys.dont_write_bytecode else [])]
    return subprocess.Popen(  # noqa: S603 - this interpreter and constant code
        [sys.executable, *options, "-c", _BOOT, path, str(channel)],
        stdin=subprocess.DEVNULL,
        stdout=prints,
        stderr=prints,
        env=environment(),
        pass_fds=(channel,),
        start_new_session=True,
    )
