"""TextMate grammars as editors run them, in so far as ours needs it: line by line, the earliest rule wins.

Of two rules that match at one place the first counts. What stands in captures is not looked into.
"""

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["scopes", "sources"]

Scope = tuple[int, int, str]


def scopes(grammar: dict[str, Any], text: str) -> list[str]:
    """Return the innermost scope of every character of a text."""
    found = [""] * len(text)
    rules = list(_flat(grammar, grammar["patterns"]))
    inside: dict[str, Any] | None = None
    start = 0
    for line in text.splitlines(keepends=True):
        place = 0
        while place < len(line):
            match, rule = _next(line, place, rules, inside)
            if inside is not None:
                end = match.end() if match else len(line)
                _paint(found, start + place, start + end, inside["name"])
            if match is None:
                break
            if rule is inside:
                inside = None
            elif "begin" in rule:
                _paint(found, start + match.start(), start + match.end(), rule["name"])
                inside = rule
            else:
                _captures(found, start, match, rule)
            place = max(match.end(), place + (match.end() == match.start()))
        start += len(line)
    return found


def _next(
    line: str, place: int, rules: list[dict[str, Any]], inside: dict[str, Any] | None
) -> tuple[re.Match[str] | None, dict[str, Any]]:
    if inside is not None:
        return re.compile(inside["end"]).search(line, place), inside
    best: tuple[re.Match[str] | None, dict[str, Any]] = (None, {})
    for rule in rules:
        match = re.compile(rule.get("begin") or rule["match"]).search(line, place)
        if match and (best[0] is None or match.start() < best[0].start()):
            best = match, rule
    return best


def _captures(found: list[str], start: int, match: re.Match[str], rule: dict[str, Any]) -> None:
    if "name" in rule:
        _paint(found, start + match.start(), start + match.end(), rule["name"])
    for number, capture in rule.get("captures", {}).items():
        if "name" in capture and match[int(number)] is not None and "name" not in rule:
            _paint(found, start + match.start(int(number)), start + match.end(int(number)), capture["name"])


def _paint(found: list[str], start: int, end: int, name: str) -> None:
    found[start:end] = [name] * (end - start)


def _flat(grammar: dict[str, Any], patterns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for rule in patterns:
        if "include" in rule:
            part = grammar["repository"][rule["include"].removeprefix("#")]
            yield from _flat(grammar, part.get("patterns", [part]))
        else:
            yield rule


def sources(value: Any) -> Iterator[str]:
    """Return every expression of a grammar, also those in captures."""
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key in ("match", "begin", "end"))
        for each in value.values():
            yield from sources(each)
    elif isinstance(value, list):
        for each in value:
            yield from sources(each)
