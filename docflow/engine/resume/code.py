"""The code that makes the bytes: a digest of the files of each plugin in use, and of docflow itself.

So a plugin that was edited without a new version never gives old bytes. Files are hashed again only where
size, times or inode of one of them changed.
"""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from attrs import define, field

from docflow.catalog.catalog import CORE, Catalog
from docflow.engine.resume.seen import REST, Seen, status_of
from docflow.engine.resume.store import Store
from docflow.late import late

__all__ = ["Code", "module_files", "packages"]

KIND = "code"
ROOMS = ("catalog", "engine", "io", "model.py", "pattern", "plan", "plugin", "std", "value.py")
"""The rooms of docflow that documents go through; commands, editors and reports make none of the bytes."""
_OWN = __name__.partition(".")[0]
_NAME = late(r"[A-Za-z0-9._-]+")


@define
class Code:
    """Digests of code by namespace, found out once; "" for code without files, or edited meanwhile."""

    catalog: Catalog
    store: Store | None
    _known: dict[str, str] = field(factory=dict, init=False)
    _by_roots: dict[tuple[Path, ...], str] = field(factory=dict, init=False)

    def of(self, namespace: str) -> str:
        """Return the digest of the files of a namespace; that of `core` is of docflow itself."""
        if namespace not in self._known:
            roots = self._roots(namespace)
            if roots not in self._by_roots:
                self._by_roots[roots] = self._digest(roots)
            self._known[namespace] = self._by_roots[roots]
        return self._known[namespace]

    def _digest(self, roots: tuple[Path, ...]) -> str:
        files = [*module_files(roots)]
        if not files:
            return ""
        try:
            found = self._content(roots, files)
        except OSError:
            return ""
        first = _first(roots)
        if not first:
            first.append(found)
        return found if first[0] == found else ""

    def _content(self, roots: tuple[Path, ...], files: list[tuple[str, Path]]) -> str:
        began = Seen(None).now()
        statuses = [(name, status_of(path)) for name, path in files]
        state = sha256(repr(statuses).encode("utf-8", "surrogateescape")).hexdigest()
        key = b"\0".join(map(os.fsencode, roots))
        known = self.store.get(KIND, key) if self.store else None
        if isinstance(known, list) and known[:1] == [state] and isinstance(known[-1], str):
            return known[-1]
        digest = sha256()
        for name, path in files:
            data = path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        at_rest = all(began - max(status.mtime, status.ctime) > REST for _, status in statuses)
        if self.store is not None and at_rest:
            self.store.put(KIND, key, [state, digest.hexdigest()])
        return digest.hexdigest()

    def _roots(self, namespace: str) -> tuple[Path, ...]:
        """Return the top packages (or modules) that the components of a namespace come from."""
        found = self.catalog.namespace(namespace)
        if namespace == CORE:
            return _own()
        made = [spec.cls for spec in found.components.values()] if found else []
        calls = [function.call for function in found.functions.values()] if found else []
        roots: dict[Path, None] = {}
        for module in sorted({str(getattr(each, "__module__", "")) for each in (*made, *calls)}):
            top = _top(module)
            if top is None:
                return ()
            roots |= dict.fromkeys(_own() if module.partition(".")[0] == _OWN else (top,))
        return tuple(roots)


@cache
def _first(roots: tuple[Path, ...]) -> list[str]:  # noqa: ARG001 - the key of the cache
    """Return where the digest stands that this process saw first: what it imported stays as it was."""
    return []


def _own() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parents[2]
    return tuple(root / room for room in ROOMS)


def _top(module: str) -> Path | None:
    """Return the outermost package of a module that has files of its own."""
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        file = getattr(sys.modules.get(".".join(parts[:count])), "__file__", None)
        if file is not None:
            path = Path(file).resolve()
            return path.parent if path.name == "__init__.py" else path
    return None


def module_files(roots: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files of packages with their names below the package, sorted: code and data, no caches."""
    for root in roots:
        if root.is_file():
            yield root.name, root
            continue
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(
                name for name in folders if name != "__pycache__" and not name.startswith(".")
            )
            below = os.path.relpath(folder, root.parent)
            for name in sorted(names):
                if not name.endswith((".pyc", ".pyo")):
                    yield f"{below}/{name}", Path(folder, name)


@cache
def packages(distributions: tuple[str, ...]) -> tuple[str, ...]:
    """Return Python, its Unicode and the installed packages that distributions need, with their versions."""
    found: dict[str, str] = {}
    todo = [*distributions]
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            made = metadata.distribution(name)
        except (metadata.PackageNotFoundError, ValueError):
            found[name] = ""
            continue
        found[name] = f"{name} {made.version}"
        for line in made.requires or ():
            match = _NAME.match(line)
            if match is not None and "extra ==" not in line:
                todo.append(match.group())
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"Python {python}",
        f"Unicode {unicodedata.unidata_version}",
        *sorted(filter(None, found.values())),
    )
