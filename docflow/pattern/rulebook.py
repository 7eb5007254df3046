"""Line rules parsed and numbered, and their form for re2 in one alphabet."""

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from docflow.pattern.alphabet import Codes
from docflow.pattern.parse import parse
from docflow.pattern.program import Program, Rules, program
from docflow.pattern.render import line_script, render
from docflow.pattern.rule import LineRule
from docflow.pattern.tree import Atom, Choice, Parsed, Row

__all__ = ["Entry", "Reading", "atoms_of", "entries", "read", "tells_words"]

_NOTHING = Atom(r"[^\s\S]")
JOINED = 16_000
"""Bytes of patterns that are joined into one program, before the last one in it.

re2's states multiply as patterns are joined, until it gives up its fast automaton: the rules of
docflow-news, 150 kB, take 5.8 ms a page as one program and 0.5 to 1.5 as ten; one program a rule 1.8.
"""


@frozen
class Entry:
    """One rule, parsed, with the number of its group."""

    group: int
    rule: LineRule
    body: Parsed
    follow: Parsed | None


@frozen
class Reading:
    """The rules in one alphabet: `any` find lines that some rule may take, `rules` say which rules hit."""

    version: int
    any: tuple[Program, ...]
    rules: Rules
    follows: tuple[Program | None, ...]


def entries(groups: Sequence[Sequence[LineRule]]) -> tuple[Entry, ...]:
    """Return the rules of all groups in order, parsed; raises PatternError."""
    return tuple(
        Entry(g, rule, _body(rule), None if rule.follow is None else parse(rule.follow, rule.flags))
        for g, rules in enumerate(groups)
        for rule in rules
    )


def _body(rule: LineRule) -> Parsed:
    """Return what the rule looks for: any of its patterns and phrases; without any, nothing."""
    patterns = [parse(also.pattern, also.flags) for also in rule.also]
    if rule.pattern is not None:
        patterns.insert(0, parse(rule.pattern, rule.flags))
    phrases = [_phrase(phrase, ignore="i" in rule.flags) for phrase in rule.phrases]
    options = [*(pattern.node for pattern in patterns), *phrases] or [_NOTHING]
    said = dict.fromkeys(atom for phrase in phrases for atom in phrase.items if isinstance(atom, Atom))
    atoms = (*(atom for pattern in patterns for atom in pattern.atoms), *said)
    places = frozenset(place for pattern in patterns for place in pattern.places)
    return Parsed(rule.pattern or "", Choice(tuple(options)), 0, {}, atoms, places)


def _phrase(phrase: str, *, ignore: bool) -> Row:
    return Row(tuple(Atom(re.escape(char), ignore, literal=char) for char in phrase))


def atoms_of(book: Sequence[Entry]) -> tuple[Atom, ...]:
    """Return the distinct atoms of all rules."""
    return tuple(dict.fromkeys((_NOTHING, *(atom for part in _parts(book) for atom in part.atoms))))


def tells_words(book: Sequence[Entry]) -> bool:
    r"""Return whether some rule asks for `\b` or `\B`."""
    return any(not part.places.isdisjoint({"boundary", "inside"}) for part in _parts(book))


def _parts(book: Sequence[Entry]) -> Iterator[Parsed]:
    for entry in book:
        yield entry.body
        if entry.follow is not None:
            yield entry.follow


def read(book: Sequence[Entry], codes: Codes) -> Reading:
    """Return the rules in the codes of an alphabet; raises PatternError when they are too large."""
    version, script = codes.version, line_script(codes)
    bodies = [render(entry.body.node, script) for entry in book]
    takes = [body for body, entry in zip(bodies, book, strict=True) if not entry.rule.keep]
    follows = tuple(
        None if entry.follow is None else program(render(entry.follow.node, script), capture=False)
        for entry in book
    )
    return Reading(version, _joined(takes), Rules(bodies, codes.width), follows)


def _joined(bodies: Sequence[bytes]) -> tuple[Program, ...]:
    """Return the patterns joined, as many in one program as `JOINED` allows."""
    parts: list[list[bytes]] = []
    room = 0
    for body in bodies:
        if room <= 0:
            parts.append([])
            room = JOINED
        parts[-1].append(b"(?:" + body + b")")
        room -= len(body)
    return tuple(program(b"|".join(part), capture=False) for part in parts)
