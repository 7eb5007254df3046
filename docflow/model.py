"""The document that flows, and the types that its fields, options and expressions have."""

import datetime
from collections.abc import Mapping
from typing import NewType

from attrs import define, field

from docflow.value import frozen

__all__ = [
    "ANY",
    "BOOL",
    "DATE",
    "DURATION",
    "FLOAT",
    "GLOB",
    "INT",
    "NULL",
    "PATH",
    "RATIO",
    "REGEX",
    "SIZE",
    "TEXT",
    "Document",
    "Duration",
    "Glob",
    "Place",
    "Ratio",
    "Regex",
    "Size",
    "Type",
    "list_of",
    "map_of",
]

Size = NewType("Size", int)
"""A number of bytes; written `10MB` or `4KiB` in a flow."""
Duration = NewType("Duration", float)
"""A number of seconds; written `5s` or `200ms` in a flow."""
Ratio = NewType("Ratio", float)
"""A share from 0 to 1 (or above); written `20%` in a flow."""
Glob = NewType("Glob", str)
"""A path that may hold `*`, `?`, `[...]` and `**`."""


@frozen
class Regex:
    """A regular expression of a flow: `re"..."im` is `Regex("...", "im")`. Flags: i m s x."""

    pattern: str
    flags: str = ""


@frozen
class Place:
    """A path or glob with the folder that it is relative to: the flow file's or the caller's.

    Kept apart from the folder itself so that a plan, and its digest, are the same on every machine.
    """

    path: str
    base: str = "flow"

    def __truediv__(self, name: str) -> "Place":
        return Place(name if name.startswith("/") else f"{self.path.rstrip('/')}/{name}", self.base)


@frozen
class Type:
    """A type of the language: `text`, `list[text]`, `enum["a", "b"]`, `date?`, ...

    `name` is one of text int float bool ratio size duration date path glob regex null any list map
    enum record union. `args` are the element types of list, map and union, `choices` the words of an
    enum, `members` the named fields of a record.
    """

    name: str
    args: tuple["Type", ...] = ()
    choices: tuple[str, ...] = ()
    members: tuple[tuple[str, "Type"], ...] = ()
    optional: bool = False

    def __str__(self) -> str:
        return self._bare() + ("?" if self.optional else "")

    def _bare(self) -> str:
        if self.name == "union":
            return " | ".join(str(a) for a in self.args)
        if self.name == "enum":
            return "enum[" + ", ".join(f'"{c}"' for c in self.choices) + "]"
        if self.name == "record":
            return "{" + ", ".join(f"{n}: {t}" for n, t in self.members) + "}"
        if self.args:
            return f"{self.name}[{', '.join(str(a) for a in self.args)}]"
        return self.name

    def maybe(self) -> "Type":
        """Return this type as optional (`T?`)."""
        return self if self.optional else Type(self.name, self.args, self.choices, self.members, True)

    def surely(self) -> "Type":
        """Return this type without the `?`."""
        return Type(self.name, self.args, self.choices, self.members) if self.optional else self


TEXT, INT, FLOAT, BOOL = Type("text"), Type("int"), Type("float"), Type("bool")
RATIO, SIZE, DURATION, DATE = Type("ratio"), Type("size"), Type("duration"), Type("date")
PATH, GLOB, REGEX = Type("path"), Type("glob"), Type("regex")
NULL, ANY = Type("null"), Type("any")


def list_of(element: Type) -> Type:
    """Return the type `list[element]`."""
    return Type("list", (element,))


def map_of(element: Type) -> Type:
    """Return the type `map[element]`; keys are text."""
    return Type("map", (element,))


Value = None | bool | int | float | str | datetime.date | list["Value"] | Mapping[str, "Value"]


@define(slots=True)
class Document:
    """One document: an id, its text, where it came from, and the fields that steps have written.

    `source` is the file that it was read from, relative to the folder that was searched, or what the
    record itself says. Field values are text, int, float, bool, date, None, lists and string-keyed maps.
    """

    id: str
    text: str
    source: str = ""
    fields: dict[str, object] = field(factory=dict)

    @property
    def words(self) -> int:
        """The number of words: runs of characters between white space."""
        return len(self.text.split())

    @property
    def chars(self) -> int:
        """The number of characters (code points)."""
        return len(self.text)

    @property
    def lines(self) -> int:
        """The number of lines; an empty text has none."""
        return self.text.count("\n") + 1 if self.text else 0
