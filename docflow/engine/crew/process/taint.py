"""What a component may not change in a worker, because other documents would come out differently.

`Original.changed` compares this process with how it was before its first job. It says in words what is not as
it was (a broken contract, which costs the document), and puts back in silence what does no harm once it is
as before: environment, locale, trace functions, modules that were forgotten, standard streams.
"""

import builtins
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import define, field

from docflow.engine.crew.process import kernel
from docflow.engine.crew.process.forks import Forks
from docflow.engine.crew.process.restore import Calm
from docflow.engine.crew.process.vault import Vault

__all__ = ["Original"]

_MODULES = (
    *("builtins", "codecs", "datetime", "io", "json", "json.decoder", "json.encoder", "math", "msgspec"),
    *("os", "pathlib", "posix", "posixpath", "re", "string", "sys", "unicodedata", "docflow.model"),
)
_CLASSES = (("pathlib", "Path"), ("docflow.model", "Document"))
_HOOKS = frozenset({"excepthook", "displayhook", "breakpointhook", "unraisablehook", "last_type"})
"""What programs may change; nothing that a document becomes depends on it."""
_signal: Any = sys.modules["_signal"]
"""What `signal` is made on: the same without enumerations, which take ten times as long."""
_SIGNALS = (*map(int, sorted(signal.valid_signals())),)
_LIMITS = ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_AS", "RLIMIT_STACK", "RLIMIT_CPU")
MOST_LEFT_FILES, MOST_LEFT_THREADS = 64, 16
SPARE_FILES = 64


@define
class Original:
    """A worker as it was when it was made; `work` is where its parts are written, its `vault` is shut."""

    work: Path
    vault: Vault
    _names: tuple[tuple[str, Mapping[str, Any], dict[str, Any]], ...] = field(init=False)
    _values: dict[str, list[Any]] = field(init=False)
    _signals: list[Any] = field(init=False)
    _mask: set[int] = field(init=False)
    _limits: dict[str, tuple[int, int]] = field(init=False)
    _files: dict[int, tuple[int, int]] = field(init=False)
    _folder: tuple[int, int] = field(init=False)
    _umask: int = field(init=False)
    _recursion: int = field(init=False)
    _counts: tuple[int, int] = field(init=False)
    _calm: Calm = field(init=False)
    _forks: Forks = field(init=False)
    _folder_of_part: str = field(default="", init=False)

    def __attrs_post_init__(self) -> None:
        self._forks = Forks.watched(self.work, self.vault.numbers)
        self._calm = Calm()
        self._names = tuple((name, space, _callables(space, name)) for name, space in _spaces())
        self._values = {name: [*space.values()] for name, space in _spaces()}
        self._signals = _handlers()
        self._mask = _blocked()
        self._limits = _limits()
        self._files = {number: _identity(number) for number in (0, 1, 2, *self.vault.numbers)}
        self._folder = _identity(".")
        self._umask = _umask()
        self._recursion = sys.getrecursionlimit()
        self._counts = (kernel.count_files(), kernel.count_threads())

    def begin(self, folder: str) -> None:
        """Begin a job that writes in this folder below `work`, "" for none."""
        self._folder_of_part = folder
        self._forks.begin()

    @property
    def forks(self) -> Forks:
        """The forks of this process."""
        return self._forks

    def changed(self) -> str:
        """Return what a component changed, as the end of a sentence, or ""; puts back what is harmless."""
        for check in _CHECKS:
            if said := check(self):
                return said
        if sys.getrecursionlimit() != self._recursion:
            sys.setrecursionlimit(self._recursion)
        self._calm.restore()
        return ""

    def hoarded(self) -> bool:
        """Return whether many files or threads were left behind, so that a fresh worker is better."""
        files, threads = self._counts
        more_files = kernel.count_files() - files > MOST_LEFT_FILES
        return more_files or kernel.count_threads() - threads > MOST_LEFT_THREADS

    def _of_forks(self) -> str:
        return self._forks.came_back()

    def _of_names(self) -> str:
        for name, space, before in self._names:
            if [*space.values()] != self._values[name]:  # or something new came, which is allowed
                key = next((key for key, value in before.items() if space.get(key) is not value), None)
                if key is not None:
                    return f"changed `{name}.{key}`"
                self._values[name] = [*space.values()]
        return ""

    def restore_names(self) -> None:
        """Put functions back into their modules (not into classes), so that the last words can be said."""
        for _, space, before in self._names:
            if type(space) is dict:  # `isinstance` may be one of them
                space.update(before)

    def _of_connection(self) -> str:
        return "wrote to or read from files that are not its own" if self.vault.disturbed() else ""

    def _of_files(self) -> str:
        for number, before in self._files.items():
            if _identity(number) != before:
                return f"closed or replaced the open file {number}, which is not its own"
        most = self._limits.get("RLIMIT_NOFILE", (0, 0))[0]
        return "left too many files open" if most > SPARE_FILES and _is_open(most - SPARE_FILES) else ""

    def _of_process(self) -> str:
        if _identity(".") != self._folder:
            return "changed the working folder"
        if self._folder_of_part and not (self.work / self._folder_of_part).is_dir():
            return "removed the files of the run"
        if _umask() != self._umask:
            return "changed the umask"
        if sys.getrecursionlimit() < self._recursion:
            return "lowered the recursion limit"
        return ""

    def _of_signals(self) -> str:
        if _handlers() != self._signals:
            return "changed how signals are handled"
        if _blocked() != self._mask:
            return "blocked signals"
        return ""

    def _of_limits(self) -> str:
        for name, now in _limits().items():
            if now != self._limits[name]:
                return f"changed the limit {name}"
        return ""


_CHECKS: tuple[Callable[[Original], str], ...] = (
    Original._of_forks,  # noqa: SLF001 - a class's own methods, in their order
    Original._of_names,  # noqa: SLF001
    Original._of_files,  # noqa: SLF001
    Original._of_connection,  # noqa: SLF001
    Original._of_process,  # noqa: SLF001
    Original._of_signals,  # noqa: SLF001
    Original._of_limits,  # noqa: SLF001
)


def _spaces() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in _MODULES:
        module = builtins if name == "builtins" else sys.modules.get(name)
        if isinstance(module, ModuleType):
            yield name, vars(module)
    for name, cls in _CLASSES:
        module = sys.modules.get(name)
        if module is not None:
            yield f"{name}.{cls}", vars(getattr(module, cls))


def _callables(space: Mapping[str, Any], name: str) -> dict[str, Any]:
    skipped = _HOOKS if name == "sys" else frozenset()
    return {key: value for key, value in space.items() if callable(value) and key not in skipped}


def _handlers() -> list[Any]:
    """Return the handlers of all signals."""
    return [*map(_signal.getsignal, _SIGNALS)]


def _blocked() -> set[int]:
    blocked: set[int] = _signal.pthread_sigmask(_signal.SIG_BLOCK, ())
    return blocked


def _is_open(number: int) -> bool:
    """Return whether a file has that number: files take the lowest that is free, so many are open then."""
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _limits() -> dict[str, tuple[int, int]]:
    found = ((name, getattr(resource, name, None)) for name in _LIMITS)
    return {name: resource.getrlimit(number) for name, number in found if number is not None}


def _identity(what: int | str) -> tuple[int, int]:
    try:
        status = os.stat(what)  # noqa: PTH116 - a descriptor, too
    except OSError:
        return (-1, -1)
    return status.st_dev, status.st_ino


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now
