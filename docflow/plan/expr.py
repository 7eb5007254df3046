"""Typed expressions, as data: what the checker lowers conditions and values to.

Every node carries what running it needs and nothing of the source text; `plan.compile` turns a tree
into one Python function. Values in `Const` are Python values (text, numbers, bool, None, date, lists,
maps); a size is an int of bytes, a duration a float of seconds, a ratio a float.
"""

from docflow.value import frozen

__all__ = [
    "Arith",
    "Compare",
    "Const",
    "Contains",
    "DocField",
    "Expr",
    "FnCall",
    "Format",
    "ListOf",
    "Logic",
    "MapOf",
    "Matches",
    "Negate",
    "Not",
    "OrElse",
    "RunValue",
    "SinkValue",
]


@frozen
class Const:
    """A value known when the plan is made."""

    value: object


@frozen
class DocField:
    """`doc.NAME`; the path has more than one name for a member of a record or a key of a map.

    Built-in: id, text, source, words, chars, lines. A missing field, member or key is null.
    """

    path: tuple[str, ...]


@frozen
class RunValue:
    """`run.NAME` in a gate: seen kept dropped quarantined seconds; ("dropped_by", step) counts by step."""

    path: tuple[str, ...]


@frozen
class SinkValue:
    """`sink.NAME.count`, `.first.FIELD` in a test: what a recorded sink received."""

    path: tuple[str, ...]


@frozen
class Not:
    """`not x`."""

    of: "Expr"


@frozen
class Negate:
    """`-x`."""

    of: "Expr"


@frozen
class Logic:
    """`a and b and ...` / `a or b or ...`; `op` is "and" or "or"; lazy from the left."""

    op: str
    args: tuple["Expr", ...]


@frozen
class Compare:
    """`a == b` and the other comparisons; `op` is one of == != < <= > >=. Null equals only null."""

    op: str
    left: "Expr"
    right: "Expr"


@frozen
class Contains:
    """`item in place`: in a list, a map's keys, or text in text."""

    item: "Expr"
    place: "Expr"


@frozen
class Matches:
    """`text matches re"..."`: the pattern is found somewhere in the text."""

    text: "Expr"
    pattern: str
    flags: str


@frozen
class Arith:
    """`a + b`, `- * /`. Division by zero gives 0, so that expressions stay total."""

    op: str
    left: "Expr"
    right: "Expr"


@frozen
class OrElse:
    """`a ?? b`: b when a is null."""

    left: "Expr"
    right: "Expr"


@frozen
class FnCall:
    """A call of a registered pure function; `name` is its name in the catalog."""

    name: str
    args: tuple["Expr", ...]


@frozen
class ListOf:
    """`[a, b]`."""

    items: tuple["Expr", ...]


@frozen
class MapOf:
    """`{a: x, b: y}`."""

    items: tuple[tuple[str, "Expr"], ...]


@frozen
class Format:
    """An f-string: text pieces and expressions, joined."""

    parts: tuple["Expr", ...]


Expr = (
    Const
    | DocField
    | RunValue
    | SinkValue
    | Not
    | Negate
    | Logic
    | Compare
    | Contains
    | Matches
    | Arith
    | OrElse
    | FnCall
    | ListOf
    | MapOf
    | Format
)
