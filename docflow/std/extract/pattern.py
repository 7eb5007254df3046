"""Fields from the named groups of a pattern."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from docflow.plugin import (
    Document,
    Example,
    Extractor,
    Linear,
    PatternError,
    PluginError,
    Regex,
    Type,
    check_looked_for,
    compile_linear,
    component,
    option,
)
from docflow.std.extract.readings import READINGS
from docflow.std.named import value_of

__all__ = ["Pattern"]

Kind = Literal["text", "int", "float", "date"]
OWN = frozenset({"id", "text", "source", "words", "chars", "lines"})
"""What every document has; a group may not write these."""


@component(
    "pattern",
    examples=(
        Example(
            "By Ada Park, May 4, 2020",
            {"author": "Ada Park", "day": datetime.date(2020, 5, 4)},
            {"pattern": Regex(r"^By (?P<author>[^,\n]+), (?P<day>.+)$", "m"), "types": {"day": "date"}},
        ),
        Example("No byline.", {}, {"pattern": Regex(r"^By (?P<author>.+)$", "m")}, "the field is null"),
        Example(
            "Seen in 1999 and 2004.",
            {"year": [1999, 2004]},
            {"pattern": Regex(r"\b(?P<year>(?:19|20)\d\d)\b"), "types": {"year": "int"}, "all": True},
        ),
        Example(
            Document("1", "Text.", fields={"url": "https://news.example/2020/05/04/owls"}),
            {"site": "news.example"},
            {"pattern": Regex(r"//(?P<site>[^/]+)/"), "from": "url"},
        ),
    ),
)
class Pattern(Extractor):
    """Read fields from what a pattern finds.

    Each named group, `(?P<name>...)`, becomes a field of that name: the text that it found first, or with
    `all` the list of all. `types` says which are no texts: whole numbers (`1,000` is one), numbers, and dates
    (2020-05-04, May 4, 2020 and 4 May 2020). What is not found, or says no value of its type, is null; in a
    list it is left out.
    """

    pattern: Regex = option(
        primary=True, check=check_looked_for, doc="The pattern; its named groups are the fields."
    )
    types: Mapping[str, Kind] = option(
        default={}, doc="The types of groups that are no text, by name: `int`, `float` or `date`."
    )
    from_: str = option(
        default="text",
        field=True,
        doc="The field to read: `text`, `id`, `source` or a field of the document.",
    )
    every: bool = option(
        default=False, alias="all", doc="Whether to find all matches: the fields are lists then."
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a pattern without named groups, and types for groups that it has not."""
        try:
            names = self._linear.groups
        except PatternError as error:
            raise PluginError(f"`pattern`: {error.message}") from error
        if not names:
            raise PluginError("`pattern` has no named group; write `(?P<name>...)` around what a field gets")
        taken = next((name for name in names if name in OWN), None)
        if taken is not None:
            raise PluginError(
                f"every document has `{taken}` already; give the group of `pattern` another name"
            )
        unknown = next((name for name in self.types if name not in names), None)
        if unknown is not None:
            raise PluginError(f"`types` names `{unknown}`; the groups of `pattern` are {', '.join(names)}")

    def fields(self) -> Mapping[str, Type]:
        """Return one optional field, or list, for each named group."""
        kinds = {name: Type(self.types.get(name, "text")) for name in self._linear.groups}
        return {name: Type("list", (kind,)) if self.every else kind.maybe() for name, kind in kinds.items()}

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return the fields."""
        text = _text_of(doc, self.from_)
        if self.every:
            matches = list(self._linear.finditer(text))
            return {
                name: [
                    value for found in matches if (value := self._read(name, found.group(name))) is not None
                ]
                for name in self._linear.groups
            }
        found = self._linear.search(text)
        return {} if found is None else {n: self._read(n, text) for n, text in found.groupdict().items()}

    def _read(self, name: str, text: str | None) -> object:
        return None if text is None else READINGS[self.types.get(name, "text")](text)

    @cached_property
    def _linear(self) -> Linear:
        return compile_linear(self.pattern.pattern, self.pattern.flags)


def _text_of(doc: Document, name: str) -> str:
    value = value_of(doc, name)
    return value if isinstance(value, str) else ""
