"""On which line of a TOML file its tables and keys stand: `tomllib` does not tell."""

import re
from collections.abc import Sequence

__all__ = ["Places", "places_of"]

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_BLOCK = re.compile(r"\"\"\"|'''")


class Places:
    """The lines of a file: where each rule begins, and each key of the pack (rule -1) and of its rules."""

    def __init__(self) -> None:
        self.tables: list[int] = []
        self.keys: dict[tuple[int, str], int] = {}

    def rule(self, number: int) -> int:
        """Return the line on which a rule begins, 1 where it is not found."""
        return self.tables[number] if number < len(self.tables) else 1

    def key(self, rule: int, name: str) -> int:
        """Return the line of a key; that of its rule where it is not found."""
        return self.keys.get((rule, name)) or (1 if rule < 0 else self.rule(rule))


def places_of(lines: Sequence[str]) -> Places:
    """Return where the rules and keys of a file stand; what is in text blocks is no key."""
    found, inside = Places(), False
    for number, line in enumerate(lines, 1):
        if not inside:
            _note(line, number, found)
        if len(_BLOCK.findall(line)) % 2:
            inside = not inside
    return found


def _note(line: str, number: int, found: Places) -> None:
    table = _TABLE.match(line)
    if table is not None:
        found.keys.setdefault((-1, table[2]), number)
        found.tables.append(number)
        return
    key = _KEY.match(line)
    if key is not None:
        found.keys.setdefault((len(found.tables) - 1, key[1]), number)
