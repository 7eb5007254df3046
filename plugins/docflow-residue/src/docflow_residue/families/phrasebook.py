"""Reading the phrase files: a rule is data, with lines that it must hit and lines that it must not."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from attrs import frozen

from docflow.plugin import PluginError
from docflow_residue.families.columns import COLUMNS

__all__ = ["KINDS", "Rule", "languages", "rules", "words"]

KINDS = ("whole", "start", "holds", "ends")
_OTHER = frozenset({"column", "case", "hits", "spares"})


@frozen
class Rule:
    """Phrases of one column in one language: what they take, how, and the lines that test them."""

    language: str
    column: str
    phrases: Mapping[str, tuple[str, ...]]
    case: bool
    hits: tuple[str, ...]
    spares: tuple[str, ...]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a phrase file, "any" for what has no language."""
    names = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of one language in their order; raises PluginError for a rule that is not valid."""
    return tuple(_rule(language, number, item) for number, item in enumerate(_table(language)["rule"], 1))


def words() -> Mapping[str, str]:
    """Return the words that phrases may use as `<word>`: those of "any", and of all languages together."""
    found: dict[str, list[str]] = {}
    for language in languages():
        for word, pattern in _table(language).get("words", {}).items():
            found.setdefault(word, []).append(pattern)
    return {word: "|".join(patterns) for word, patterns in found.items()}


def _rule(language: str, number: int, item: Mapping[str, Any]) -> Rule:
    where = f"rule {number} of families/data/{language}.toml"
    column = str(item.get("column"))
    if column not in COLUMNS:
        raise PluginError(f"{where} has the column {column!r}; choose one of {', '.join(COLUMNS)}")
    unknown = sorted(set(item) - _OTHER - set(KINDS))
    if unknown:
        raise PluginError(f"{where} has the unknown key {unknown[0]!r}")
    phrases = {kind: _strings(item.get(kind, ()), where) for kind in KINDS if kind in item}
    if not any(phrases.values()):
        raise PluginError(f"{where} has no phrase; write `whole`, `start`, `holds` or `ends`")
    hits, spares = (_strings(item.get(key, ()), where) for key in ("hits", "spares"))
    if not hits or not spares:
        raise PluginError(
            f"{where} needs lines in `hits` (what it must take) and in `spares` (what it must not)"
        )
    return Rule(language, column, phrases, bool(item.get("case", False)), hits, spares)


def _strings(value: Sequence[object], where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not all(isinstance(part, str) and part for part in value):
        raise PluginError(f"{where} needs lists of phrases in quotes")
    return tuple(str(part) for part in value)


def _folder() -> Any:
    return resources.files("docflow_residue").joinpath("families", "data")


def _table(language: str) -> Mapping[str, Any]:
    return tomllib.loads(_folder().joinpath(f"{language}.toml").read_text(encoding="utf-8"))
