"""The files of a program: the main one and its includes, each with its names and plugins."""

import posixpath
import re
from pathlib import Path

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.check.includes import Included, Read, alias_of, read_include, read_utf8
from docflow.lang.check.module import Module
from docflow.lang.check.params import bind_file
from docflow.lang.check.plugins import Plugins, calls_in
from docflow.lang.check.symbols import collect
from docflow.lang.check.watch import Watch
from docflow.lang.findings import Findings

__all__ = ["Loaded", "load_module"]


@define(eq=False, repr=False)
class Loaded:
    """The main file as a module, and all files with what their syntax showed.

    `folder` is where the main file stands, None for a text that is in no file. `home` is the folder that its
    paths start from, with its own name; `read` gives the texts of other files. `beside` are the texts of
    those that findings point into and that are no flows, by display name.
    """

    module: Module
    folder: Path | None = None
    files: list[tuple[Module, tuple[Diagnostic, ...]]] = field(factory=list)
    home: tuple[Path, str] | None = None
    read: Read = read_utf8
    beside: dict[str, str] = field(factory=dict)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the findings of all files, those of the main file first, each file by place."""
        found = []
        for module, syntax in self.files:
            mine = [*syntax, *(d for d in module.findings.diagnostics if not _follows(d, module))]
            found += sorted(mine, key=lambda d: (d.span.file != module.program.file, d.span.start, d.code))
        return tuple(found)

    def sources(self) -> dict[str, str]:
        """Return the texts of all files by display name."""
        return self.beside | {module.program.file: module.program.text for module, _ in self.files}


def _follows(found: Diagnostic, module: Module) -> bool:
    """Whether an unknown name is declared in a part of the file that could not be read."""
    program = module.program
    if not program.broken or found.code not in ("DF0201", "DF0202", "DF0601"):
        return False
    name = program.text[found.span.start : found.span.end].partition(".")[0]
    declared = re.search(rf"\b(?:param|secret|let|stage|flow|use|as)\s+{re.escape(name)}\b", program.text)
    return declared is not None and name not in module.symbols and found.span.file == program.file


def load_module(
    program: tree.Program,
    catalog: Catalog,
    folder: Path | None,
    *,
    watch: Watch | None = None,
    read: Read = read_utf8,
) -> Loaded:
    """Return the modules of a program, its includes read and their names bound.

    `read` gives the text of an include (an editor has some that are not saved); `watch` sees the check.
    """
    way = ((folder / Path(program.file).name).resolve(),) if folder is not None else ()
    files: list[tuple[Module, tuple[Diagnostic, ...]]] = []
    module = _load(Included(program, folder, (), way, read), catalog, files, watch)
    in_file = folder is not None and not program.file.startswith("<")
    home = None if folder is None else (folder, program.file if in_file else "")
    return Loaded(module, folder if in_file else None, files, home, read)


def _load(
    file: Included,
    catalog: Catalog,
    files: list[tuple[Module, tuple[Diagnostic, ...]]],
    watch: Watch | None,
) -> Module:
    findings, program = Findings(), file.program
    plugins = Plugins(catalog, findings)
    for item in program.items:
        if isinstance(item, tree.Use):
            plugins.use(item)
    functions = plugins.functions(calls_in(program.items))
    names = collect(program, findings)
    folder = _folder(program.file, files[0][0].program.file) if files else ""
    module = Module(program, findings, plugins, names, functions=functions, folder=folder, watch=watch)
    files.append((module, file.diagnostics))
    for item in program.items:
        if isinstance(item, tree.Include):
            _include(item, file, module, files)
    return module


def _folder(file: str, main: str) -> str:
    """Return the folder of a file, seen from the folder of the main file; "" for the same one."""
    found = posixpath.relpath(posixpath.dirname(file) or ".", posixpath.dirname(main) or ".")
    return "" if found == "." else found


def _include(
    item: tree.Include,
    file: Included,
    module: Module,
    files: list[tuple[Module, tuple[Diagnostic, ...]]],
) -> None:
    alias = alias_of(item)
    if alias is None:
        module.findings.add(
            "DF0205", "this include needs a name", item.path.span, help='write `include "..." as name`'
        )
        return
    module.plugins.check_alias(alias, item.alias_span or item.path.span, "include")
    found = read_include(item, file, module.findings)
    if found is None:
        module.plugins.failed.add(alias)
        module.use(alias)
        return
    inner = _load(found, module.plugins.catalog, files, module.watch)
    bind_file(inner, None, {})
    module.includes[alias] = inner
