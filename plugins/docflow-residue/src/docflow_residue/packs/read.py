"""Reading a pack: every mistake of the file in one go, each with its line and what to do."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from docflow_residue.packs.check import rule_mistakes
from docflow_residue.packs.keys import FORMAT, PACK, RULE, WAYS
from docflow_residue.packs.pack import Mistake, Pack, PackError, PackRule
from docflow_residue.packs.places import Places, places_of
from docflow_residue.packs.tables import table_mistakes

__all__ = ["MOST_RULES", "parse"]

MOST_RULES = 200_000
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


def parse(text: str, file: str) -> Pack:
    """Return the pack that a file holds; `file` is its name in messages. Raises PackError."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise PackError.of(file, (_syntax(error, text),)) from None
    places = places_of(text.split("\n"))
    mistakes = list(_mistakes(data, places))
    if mistakes:
        raise PackError.of(file, tuple(sorted(mistakes, key=lambda each: each.line)))
    given = {key.name: data[key.name] for key in PACK if key.name in data and key.name != "pack"}
    rules = tuple(PackRule(**_values(item)) for item in data.get("rule", ()))
    mistakes = list(rule_mistakes(rules, places))
    if mistakes:
        raise PackError.of(file, tuple(sorted(mistakes, key=lambda each: each.line)))
    return Pack(rules=rules, **given)


def _values(item: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(item)
    for name in ("hits", "spares"):
        values[name] = (values[name],) if isinstance(values[name], str) else tuple(values[name])
    return values


def _syntax(error: Exception, text: str) -> Mistake:
    said = str(error)
    place = _PLACE.search(said)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    return Mistake(
        line, f"this is not TOML: {_PLACE.sub('', said)}", "see toml.io; a rule begins with `[[rule]]`"
    )


def _mistakes(data: Mapping[str, Any], places: Places) -> Iterator[Mistake]:
    given = {name: value for name, value in data.items() if name != "rule"}
    yield from table_mistakes(given, PACK, -1, places)
    if data.get("pack", FORMAT) != FORMAT and type(data["pack"]) is int:
        message = f"this version of docflow-residue reads packs of format {FORMAT}, not {data['pack']}"
        yield Mistake(places.key(-1, "pack"), message, f"write `pack = {FORMAT}`, or install a newer version")
    rules = data.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(item, dict) for item in rules):
        yield Mistake(
            places.key(-1, "rule"), "`rule` is not a list of rules", "begin each rule with `[[rule]]`"
        )
        return
    if len(rules) > MOST_RULES:
        message = f"{len(rules):,} rules are too many for one pack; {MOST_RULES:,} are the most"
        yield Mistake(places.rule(MOST_RULES), message, "make several packs of it")
        return
    known: dict[str, int] = {}
    for number, item in enumerate(rules):
        yield from table_mistakes(item, RULE, number, places)
        yield from _ways(item, number, places)
        name = item.get("name")
        if isinstance(name, str) and known.setdefault(name, number) != number:
            message = f"there is another rule `{name}` on line {places.rule(known[name])}"
            yield Mistake(places.key(number, "name"), message, "give each rule a name of its own")


def _ways(item: Mapping[str, Any], number: int, places: Places) -> Iterator[Mistake]:
    given = [way for way in WAYS if way in item]
    if len(given) != 1:
        told = "none of them" if not given else " and ".join(f"`{way}`" for way in given)
        message = f"a rule says one of `line`, `phrase` and `pattern`; this one has {told}"
        yield Mistake(places.rule(number), message, "keep one of them; for several make several rules")
    elif given == ["line"] and "case" in item:
        yield Mistake(
            places.key(number, "case"),
            "`case` is for `phrase` and `pattern`",
            "leave it out, or write a pattern",
        )
