"""The phrases as tables that load at once: written by `build`, read at run time."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from attrs import frozen

from docflow_residue.families.columns import FAMILIES

__all__ = ["FILE", "Phrase", "Table", "load", "read", "written"]

FILE = "table.json"


@frozen
class Phrase:
    """One phrase that is more than a few plain lines.

    `heads` are the first words that a line may have (None: any), `openings` where the index files it (empty:
    nowhere), `factors` strings of which a line must hold one (empty: not known).
    """

    column: int
    kind: str
    case: bool
    text: str
    heads: frozenset[str] | None
    openings: tuple[str, ...]
    factors: tuple[str, ...]


@frozen
class Table:
    """Plain lines with their columns, phrases, and the meaning of each `<word>` in them."""

    lines: Mapping[str, tuple[int, ...]]
    openings: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    words: Mapping[str, str]


def load() -> Table:
    """Return the table of all languages that the package carries."""
    file = resources.files("docflow_residue").joinpath("families", "data", FILE)
    return read(file.read_text(encoding="utf-8"))


def written(table: Table) -> str:
    """Return a table as the text of its file."""
    lines: dict[str, list[str]] = {}
    for line, columns in table.lines.items():
        lines.setdefault(" ".join(FAMILIES[n] for n in columns), []).append(line)
    shared: dict[str, int] = {}
    phrases = [
        [
            FAMILIES[p.column],
            p.kind,
            int(p.case),
            p.text,
            *(shared.setdefault(some, len(shared)) for some in _sets(p)),
        ]
        for p in table.phrases
    ]
    whole = {
        "words": dict(table.words),
        "lines": {columns: "\n".join(sorted(some)) for columns, some in sorted(lines.items())},
        "openings": "\n".join(table.openings),
        "sets": list(shared),
        "phrases": phrases,
    }
    return json.dumps(whole, ensure_ascii=False, indent=0) + "\n"


def read(text: str) -> Table:
    """Return the table of a text that `written` made."""
    data: dict[str, Any] = json.loads(text)
    number = {name: n for n, name in enumerate(FAMILIES)}
    lines: dict[str, tuple[int, ...]] = {}
    for names, some in data["lines"].items():
        lines.update(dict.fromkeys(some.split("\n"), tuple(number[name] for name in names.split(" "))))
    sets = [tuple(some.split("\n")) if some else () for some in data["sets"]]
    heads = {n: frozenset(sets[n]) or None for n in {item[4] for item in data["phrases"]}}
    phrases = tuple(
        Phrase(number[column], kind, bool(case), phrase, heads[head], sets[opening], sets[factor])
        for column, kind, case, phrase, head, opening, factor in data["phrases"]
    )
    return Table(lines, tuple(data["openings"].split("\n")), phrases, data["words"])


def _sets(phrase: Phrase) -> tuple[str, str, str]:
    return "\n".join(sorted(phrase.heads or ())), "\n".join(phrase.openings), "\n".join(phrase.factors)
