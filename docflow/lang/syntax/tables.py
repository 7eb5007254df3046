"""The parser tables at run time: read from the file that the build saved, else made from the grammar."""

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["FORMAT", "Tables", "load"]

FORMAT = 1  # of the saved tables; the grammar itself is saved with them, so that old ones are known
_FOLDER = Path(__file__).parent


class Tables(NamedTuple):
    """What the lexer and the automaton run on; see `grammar.make_tables` for the meaning of the rows."""

    format: int
    grammar: str
    starts: dict[str, int]
    ends: dict[str, int]
    states: list[dict[str, int]]
    rules: list[tuple[str, int, str, bool]]
    words: dict[str, str]
    patterns: list[tuple[str, str]]
    ignore: list[str]


@cache
def load() -> Tables:
    """Return the tables of this installation; they are read once per process."""
    grammar = _FOLDER.joinpath("flow.lark").read_text(encoding="utf-8")
    saved = _saved()
    if saved is None or (saved.get("format"), saved.get("grammar")) != (FORMAT, grammar):
        # Imported here alone: lark costs 55 ms, and an installed docflow has its tables saved.
        saved = import_module("docflow.lang.syntax.grammar").make_tables(grammar)
    return Tables(**saved)


def _saved() -> dict[str, Any] | None:
    try:
        found = json.loads(_FOLDER.joinpath("tables.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
