"""What declarations and tests name: plugins, files, types, targets, steps, fields."""

from collections.abc import Iterator
from pathlib import Path

from docflow.catalog.catalog import CORE
from docflow.editor.analysis import Analysis
from docflow.editor.callee import of_parameters
from docflow.editor.complete.context import Context
from docflow.editor.complete.item import Item
from docflow.editor.complete.members import step_names
from docflow.editor.complete.steps import flows, stages
from docflow.editor.complete.values import literal_forms
from docflow.editor.words import TYPE_WORDS
from docflow.errors import PluginError
from docflow.lang.check.settings import SETTINGS
from docflow.lang.typing.scope import Scope
from docflow.model import REGEX

__all__ = ["declared", "files", "mocked", "plugins", "settings", "targets", "tested_fields", "types"]


def plugins(analysis: Analysis) -> Iterator[Item]:
    """Yield the plugins that are installed."""
    known = analysis.module.plugins
    for name in known.catalog.names():
        if name == CORE or name in known.aliases.values():
            continue
        try:
            provider = known.catalog.provider(name)
        except PluginError:
            continue
        yield Item(name, "namespace", name, provider.title if provider is not None else "", rank=1)


def types() -> Iterator[Item]:
    """Yield the types of the language."""
    for name, meaning in TYPE_WORDS.items():
        form = {"list": "list[$1]", "map": "map[$1]", "enum": 'enum["$1"]'}.get(name)
        yield Item(name, "type", name, doc=meaning, snippet=form, rank=1)


def declared(context: Context) -> Iterator[Item]:
    """Yield the param whose condition is being written, and what a `let` mostly holds.

    `param least: int = 3 where ¦`, `let french = ¦`.
    """
    heads = [at for at, token in enumerate(context.clause) if token.text in ("param", "let")]
    item = context.clause[heads[-1] :] if heads else ()
    words = [token.text for token in item]
    if words[:1] == ["let"] and item[-1].kind == "EQUAL":
        yield from literal_forms(REGEX)
    elif words[:1] == ["param"] and "where" in words:
        yield Item(words[1], "param", words[1], "the value that is given", rank=0)


def targets(analysis: Analysis) -> Iterator[Item]:
    """Yield what a test may be of."""
    yield from flows(analysis.module)
    yield from stages(analysis)


def mocked(scope: Scope) -> Iterator[Item]:
    """Yield the steps of a flow or stage that a test may replace."""
    yield from step_names(scope)


def tested_fields(scope: Scope) -> Iterator[Item]:
    """Yield the fields that a given document may be given."""
    for name in ("id", "source", *dict(scope.fields)):
        yield Item(name, "field", f"{name}: ", rank=1)


def settings() -> Iterator[Item]:
    """Yield what `with` may set."""
    for argument in of_parameters("with", SETTINGS).arguments:
        yield Item(argument.name, "setting", f"{argument.name}: ", str(argument.type), argument.doc, rank=0)


def files(written: str, folder: Path | None, suffixes: tuple[str, ...] = ()) -> Iterator[Item]:
    """Yield the files and folders that a path between quotes may go on with."""
    if folder is None or written.startswith(("/", "~")):
        return
    parent = written.rpartition("/")[0]
    try:
        entries = sorted((folder / parent).iterdir())[:500]
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or not (entry.is_dir() or not suffixes or entry.suffix in suffixes):
            continue
        shown = f"{parent}/{entry.name}".lstrip("/") + ("/" if entry.is_dir() else "")
        yield Item(f'"{shown}"', "file", f'"{shown}"', rank=2 if entry.is_dir() else 1)
