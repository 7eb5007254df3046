"""The field environment: which document fields are there at a step, of which type, and who wrote them.

One value for each point of a flow. Steps write into it, branches start from it and are joined after it; what
only some of the ways to a step write is remembered as partial, so that a finding can name the writer.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import TypeVar

from docflow.errors import Span
from docflow.lang.typing import types
from docflow.lang.typing.scope import DOC_MEMBERS, Absent, Field
from docflow.model import ANY, Type
from docflow.value import evolve, frozen

__all__ = ["AnyField", "Clash", "Fields", "join", "merge"]

V = TypeVar("V")


@frozen
class Clash:
    """One field with different types on the ways that meet: each type with its writer and its place."""

    sides: tuple[tuple[Type, str, Span | None], ...]


class AnyField(dict[str, Field]):
    """Every field of any type: what is known behind a mistake, so that it is reported once only."""

    def __missing__(self, name: str) -> Field:
        return Field(DOC_MEMBERS.get(name, ANY))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


@frozen
class Fields:
    """What is known of the fields of a document at one step.

    `known` are the fields that every document has here, or that are null for some (an optional type).
    `partial` are those that only some ways to this step write. `undeclared` says that documents may carry
    more (a source of records), `by_suffix` that it is `files`, which cannot declare them; `loose` that a
    mistake hides what is written, so nothing can be said of other fields. `unread` are the fields that `set`
    wrote and nothing has read since, with the step's place;
    `present` the optional places that a condition on the way has shown to be there.
    """

    known: Mapping[str, Field] = {}
    partial: Mapping[str, Absent] = {}
    clashes: Mapping[str, Clash] = {}
    unread: Mapping[str, Span] = {}
    present: frozenset[tuple[str, ...]] = frozenset()
    undeclared: bool = False
    by_suffix: bool = False
    loose: bool = False

    def write(self, name: str, type_: Type, writer: str, at: Span | None = None) -> "Fields":
        """Return these fields with one more, or with one written anew."""
        return evolve(
            self,
            known={**self.known, name: Field(type_, writer, at)},
            partial=_without(self.partial, name),
            clashes=_without(self.clashes, name),
            unread=_without(self.unread, name),
            present=frozenset(p for p in self.present if p[:2] != ("doc", name)),
        )

    def set_aside(self, name: str, at: Span) -> "Fields":
        """Return these fields, noting that `name` was set at a place and not read yet."""
        return evolve(self, unread={**self.unread, name: at})

    def read(self, names: set[str]) -> "Fields":
        """Return these fields after a read of some of them."""
        if not names & set(self.unread):
            return self
        return evolve(self, unread={n: s for n, s in self.unread.items() if n not in names})

    def all_read(self) -> "Fields":
        """Return these fields where everything counts as read: before a branch or a sink."""
        return evolve(self, unread={}) if self.unread else self

    def after_skip(self, before: "Fields") -> "Fields":
        """Return these fields if the step that wrote them may have been skipped."""
        return join((self, before), optional=True)

    def knowing(self, places: frozenset[tuple[str, ...]]) -> "Fields":
        """Return these fields after a condition that shows some optional places to be there."""
        return evolve(self, present=self.present | places) if places else self

    def loosen(self) -> "Fields":
        """Return these fields behind a mistake."""
        return evolve(self, loose=True)

    def has(self, name: str) -> bool:
        """Whether a document may have this field here."""
        return (
            self.loose or self.undeclared or name in self.known or name in self.partial or name in DOC_MEMBERS
        )


def join(ways: Sequence[Fields], *, optional: bool = False) -> Fields:
    """Return what is known where ways meet: a field is known when all of them write it.

    A field that some ways lack is partial, or with `optional` null where it is missing (sources, skipped
    steps). Different types are a clash, reported when the field is used.
    """
    if len(ways) == 1:
        return ways[0]
    known: dict[str, Field] = {}
    partial = {name: absent for way in ways for name, absent in way.partial.items()}
    clashes = {name: clash for way in ways for name, clash in way.clashes.items()}
    loose = any(way.loose for way in ways)
    for name in dict.fromkeys(n for way in ways for n in way.known):
        sides = [way.known[name] for way in ways if name in way.known]
        found = sides[0] if all(side is sides[0] for side in sides) else _one(name, sides, clashes)
        if len(sides) == len(ways):
            known[name] = found
        elif optional:
            known[name] = Field(found.type.maybe(), found.writer, found.span)
        elif loose:
            known[name] = found
        else:
            partial[name] = Absent("arm", found.writer)
        if name in known:
            partial.pop(name, None)
    return Fields(
        known,
        partial,
        clashes,
        present=functools.reduce(frozenset.__and__, (way.present for way in ways)),
        undeclared=any(way.undeclared for way in ways),
        by_suffix=any(way.by_suffix for way in ways),
        loose=loose,
    )


def _one(name: str, sides: Sequence[Field], clashes: dict[str, Clash]) -> Field:
    type_ = merge([side.type for side in sides])
    if type_ is None:
        clashes[name] = Clash(tuple(dict.fromkeys((s.type, s.writer, s.span) for s in sides)))
    return Field(type_ or ANY, _writers(sides), sides[0].span)


def merge(found: Sequence[Type]) -> Type | None:
    """Return the one type that covers all of these, or None when they have nothing in common."""
    joined = functools.reduce(types.join, found)
    return None if joined.name == "union" and any(t.name != "union" for t in found) else joined


def _writers(sides: Sequence[Field]) -> str:
    return " and ".join(dict.fromkeys(s.writer for s in sides if s.writer))


def _without(mapping: Mapping[str, V], name: str) -> Mapping[str, V]:
    return {n: v for n, v in mapping.items() if n != name} if name in mapping else mapping
