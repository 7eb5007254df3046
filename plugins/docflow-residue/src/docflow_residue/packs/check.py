"""What can be wrong with the rules of a pack: patterns, and the lines that test them."""

from collections.abc import Callable, Iterator, Sequence

from docflow.plugin import PatternError, compile_linear
from docflow_residue.learning.shape import LONGEST, normal
from docflow_residue.packs.pack import Mistake, PackRule
from docflow_residue.packs.places import Places

__all__ = ["MOST_SEARCHED", "rule_mistakes"]

MOST_SEARCHED = 5_000
"""Phrases and patterns of a pack: each is looked for in every line, where a whole line is looked up once."""


def rule_mistakes(rules: Sequence[PackRule], places: Places) -> Iterator[Mistake]:
    """Yield the mistakes of rules that have the right keys and types."""
    searched = [number for number, rule in enumerate(rules) if not rule.line]
    if len(searched) > MOST_SEARCHED:
        message = f"{len(searched):,} phrases and patterns are too many; {MOST_SEARCHED:,} are the most"
        yield Mistake(places.rule(searched[MOST_SEARCHED]), message, "say with `line` what are whole lines")
        return
    for number, rule in enumerate(rules):
        yield from _rule(rule, number, places)


def _rule(rule: PackRule, number: int, places: Places) -> Iterator[Mistake]:
    if rule.line and not any(map(str.isalpha, rule.line)):
        message = "this line has no letters, and any number would be as good: it would take every such line"
        yield Mistake(places.key(number, "line"), message, "write a pattern")
        return
    try:
        hits = _hits(rule)
    except PatternError as error:
        message = f"the pattern is {error.kind}: {error.message}"
        yield Mistake(places.key(number, "pattern"), message, "see docflow explain DF0306 and DF0312")
        return
    for line in rule.hits:
        if not hits(line):
            message = f"the rule `{rule.name}` does not hit the line that it must hit"
            yield Mistake(places.key(number, "hits"), message, "correct the rule or the line in `hits`")
    for line in rule.spares:
        if hits(line):
            message = f"the rule `{rule.name}` hits a line that it must spare"
            yield Mistake(places.key(number, "spares"), message, "make the rule narrower")


def _hits(rule: PackRule) -> Callable[[str], bool]:
    """Return whether a line is hit, wherever it stands. Raises PatternError."""
    if rule.line:
        wanted = normal(rule.line)
        return lambda line: len(line) <= LONGEST and normal(line) == wanted
    if rule.phrase:
        phrase = rule.phrase if rule.case else rule.phrase.casefold()
        return lambda line: phrase in (line if rule.case else line.casefold())
    found = compile_linear(rule.pattern, "" if rule.case else "i")
    return lambda line: found.search(line) is not None
