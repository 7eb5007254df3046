"""One proposal of a completion."""

from attrs import frozen

__all__ = ["Completions", "Item"]


@frozen
class Item:
    """Something that may be written.

    `kind` is "component", "stage", "namespace", "keyword", "argument", "field", "param", "let", "secret",
    "function", "enum", "unit", "type", "outcome", "flow", "file", "step", "include" or "setting". `snippet`
    is what a client with snippets inserts in place of `insert`. A smaller `rank` stands further up.
    """

    label: str
    kind: str
    insert: str
    detail: str = ""
    doc: str = ""
    snippet: str | None = None
    rank: int = 5
    deprecated: bool = False


@frozen
class Completions:
    """The proposals at a place; each takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    items: tuple[Item, ...]
