"""Make the table from the phrase files: `python -m docflow_residue.families.build` after every change."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import head, heads, options
from docflow_residue.families.literals import exact, finite, required
from docflow_residue.families.openings import openings, pair
from docflow_residue.families.patterns import stripped
from docflow_residue.families.phrasebook import Rule, languages, rules, words
from docflow_residue.families.table import FILE, Phrase, Table, written
from docflow_residue.families.tree import Node, parse

__all__ = ["build", "everything"]

_LINES = 200


def build(book: Iterable[Rule], known: Mapping[str, str]) -> Table:
    """Return the table of some rules; raises PluginError for a phrase with an unknown `<word>`."""
    lines: dict[str, set[int]] = {}
    phrases: list[Phrase] = []
    for rule in book:
        column = FAMILIES.index(rule.column)
        for kind, some in rule.phrases.items():
            for text in (option for phrase in some for option in options(phrase)):
                node = parse(text, known, case=rule.case)
                begins = heads(text, known) if kind in {"whole", "start"} else None
                plain = _lines(node, begins) if kind == "whole" else None
                for line in plain or ():
                    lines.setdefault(line, set()).add(column)
                if plain is None:
                    phrases.append(_phrase(node, column, kind, text, begins, case=rule.case))
    pairs = sorted({" ".join(pair(line)) for line in lines})
    fixed = {line: tuple(sorted(columns)) for line, columns in lines.items()}
    return Table(fixed, tuple(pairs), tuple(phrases), known)


def everything() -> Table:
    """Return the table of all phrase files."""
    return build((rule for language in languages() for rule in rules(language)), words())


def _lines(node: Node, begins: frozenset[str] | None) -> frozenset[str] | None:
    """Return the lines that a phrase takes when those are few and plain, None otherwise."""
    found = None if begins is None or exact(node) else finite(node, _LINES)
    if found is None or any(not line or stripped(line) != line for line in found):
        return None
    return frozenset(line for line in found if begins is not None and head(line) in begins)


def _phrase(
    node: Node, column: int, kind: str, text: str, begins: frozenset[str] | None, *, case: bool
) -> Phrase:
    inside = kind in {"holds", "ends"}
    pairs = None if inside else openings(node, kind, headed=begins is not None)
    factors = sorted(required(node) or ())
    found = tuple(sorted(" ".join(pair) for pair in pairs or ()))
    return Phrase(column, kind, case, text, begins, found, tuple(factors))


if __name__ == "__main__":
    (Path(__file__).parent / "data" / FILE).write_text(written(everything()), encoding="utf-8")
