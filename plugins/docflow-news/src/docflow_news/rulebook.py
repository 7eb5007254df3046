"""Reading the rules from their files: a family is a TOML file, a rule is data with its own test lines.

A rule of a file says either `line` (a pattern for the whole line) or `start` (a pattern for how the line
begins). Bullets and brackets around the words are allowed for by the reader, so that no rule has to.
`case = true` lets capitals count; `<name>` stands for an entry of `words.toml`. `hits` and `spares` are
lines that the rule must take and must leave.
"""

import functools
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from attrs import frozen

from docflow.plugin import LineRule, PluginError, late

__all__ = ["Entry", "entries", "fill", "line_rules"]

_BEFORE = r"^[\s•·|>»*\[(]*"
_AFTER = r"[\s|>»›→…:.+*!\])-]*$"
_WORD = late(r"<([a-z]+)>")


@frozen
class Entry:
    """A rule of a family with the lines that test it."""

    rule: LineRule
    hits: tuple[str, ...]
    spares: tuple[str, ...]


def line_rules(families: tuple[str, ...]) -> tuple[LineRule, ...]:
    """Return the rules of these families, in their order; raises PluginError for a broken rule file."""
    return tuple(entry.rule for family in families for entry in entries(family))


@functools.cache
def entries(family: str) -> tuple[Entry, ...]:
    """Return the rules of one family with their test lines; raises PluginError for a broken rule file."""
    return tuple(_entry(family, item) for item in _table(family)["rule"])


def fill(pattern: str) -> str:
    """Return the pattern with every `<word>` replaced; raises PluginError for an unknown word."""
    words = _words()
    while (found := _WORD.search(pattern)) is not None:
        if found[1] not in words:
            raise PluginError(f"the rules use the word <{found[1]}>, which words.toml does not have")
        pattern = pattern.replace(found[0], words[found[1]])
    return pattern


def _entry(family: str, item: Mapping[str, Any]) -> Entry:
    whole = "line" in item
    if whole == ("start" in item):
        raise PluginError(f"the rule {family}.{item['name']} needs either `line` or `start`")
    body = fill(item["line"] if whole else item["start"])
    follow = item.get("follow")
    rule = LineRule(
        name=f"{family}.{item['name']}",
        pattern=f"{_BEFORE}(?:{body}){_AFTER if whole else ''}",
        flags="" if item.get("case") else "i",
        follow=None if follow is None else f"^{fill(follow)}$",
        reach=item.get("reach", 0),
        least=item.get("least", 0),
    )
    return Entry(rule, tuple(item["hits"]), tuple(item["spares"]))


@functools.cache
def _words() -> Mapping[str, str]:
    words: Mapping[str, str] = _table("words")["words"]
    return words


def _table(name: str) -> Mapping[str, Any]:
    """Return the data of a rule file; what reads TOML is imported here, as a check needs no rules."""
    table: Mapping[str, Any] = import_module("docflow_news.rulefile").read(name)
    return table
