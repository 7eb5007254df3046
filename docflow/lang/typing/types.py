"""The types of the language: reading them, and which fit where."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.model import ANY, FLOAT, NULL, TEXT, Type
from docflow.plugin.typetext import SCALARS, type_from_text

__all__ = ["NUMBERS", "assignable", "join", "read_type", "type_from_text", "with_article"]

NUMBERS = ("int", "float", "ratio")
_GENERIC = ("list", "map", "enum")


# ------------------------------------------------------------------------------------------- reading


def read_type(node: tree.TypeExpr, findings: Findings) -> Type:
    """Return the type that was written; any, with a finding, when there is no such type."""
    made = _bare(node, findings)
    return made.maybe() if node.optional else made


def _bare(node: tree.TypeExpr, findings: Findings) -> Type:
    if node.name in SCALARS:
        if node.args:
            findings.add("DF0303", f"the type `{node.name}` takes no `[...]`", node.span)
        return SCALARS[node.name]
    if node.name == "enum":
        return _enum(node, findings)
    if node.name in _GENERIC:
        return _container(node, findings)
    hint = nearest(node.name, (*SCALARS, *_GENERIC)) or _FOREIGN.get(node.name)
    findings.add(
        "DF0202",
        f"there is no type `{node.name}`",
        node.span,
        help=f"did you mean `{hint}`?" if hint else "the types are " + ", ".join((*SCALARS, *_GENERIC)),
        fix=Fix(f"write `{hint}`", node.span, hint) if hint and not node.args and not node.optional else None,
    )
    return ANY


_FOREIGN = {
    "string": "text", "str": "text", "integer": "int", "number": "float", "boolean": "bool",
    "double": "float",
    "dict": "map", "object": "map", "array": "list", "bytes": "size", "time": "duration", "file": "path",
    "regexp": "regex", "pattern": "regex", "datetime": "date", "percent": "ratio",
}  # fmt: skip


def _enum(node: tree.TypeExpr, findings: Findings) -> Type:
    words = tuple(arg.value for arg in node.args if isinstance(arg, tree.Text))
    if not words or len(words) != len(node.args):
        findings.add("DF0303", 'an enum lists its words, as in `enum["a", "b"]`', node.span)
        return ANY
    return Type("enum", choices=tuple(dict.fromkeys(words)))


def _container(node: tree.TypeExpr, findings: Findings) -> Type:
    inner = [arg for arg in node.args if isinstance(arg, tree.TypeExpr)]
    if len(inner) != 1 or len(node.args) != 1:
        findings.add(
            "DF0303",
            f"`{node.name}` needs the type of its elements",
            node.span,
            help=f"for example `{node.name}[text]`",
        )
        return Type(node.name, (ANY,))
    return Type(node.name, (read_type(inner[0], findings),))


# ---------------------------------------------------------------------------------------- assignable


def assignable(found: Type, expected: Type) -> bool:
    """Tell whether every value of the type `found` may stand where `expected` is asked for.

    Any goes everywhere; an int is also a float and a ratio; an enum is a text; text becomes a path, a
    glob, and whatever else is written as text only when its value is known (`coercion`).
    """
    if "any" in (found.name, expected.name):
        return True
    if found.name == "null":
        return expected.optional or expected.name == "null"
    if found.optional and not expected.optional:
        return False
    if expected.name == "union":
        return (
            all(assignable(f, expected) for f in found.args)
            if found.name == "union"
            else _one_of(found, expected)
        )
    if found.name == "union":
        return all(assignable(f, expected) for f in found.args)
    return _plain(found, expected)


def _one_of(found: Type, expected: Type) -> bool:
    return any(assignable(found.surely(), each) for each in expected.args)


_WIDENS = {
    ("int", "float"), ("int", "ratio"), ("float", "ratio"), ("ratio", "float"), ("enum", "text"),
    ("text", "path"), ("text", "glob"), ("path", "glob"),
}  # fmt: skip


def _plain(found: Type, expected: Type) -> bool:
    if (found.name, expected.name) in _WIDENS:
        return True
    if found.name == "record" and expected.name in ("record", "map"):
        return _record_fits(found, expected)
    if found.name != expected.name:
        return False
    if found.name == "enum":
        return set(found.choices) <= set(expected.choices)
    return all(assignable(f, e) for f, e in zip(found.args, expected.args, strict=False))


def _record_fits(found: Type, expected: Type) -> bool:
    if expected.name == "map":
        return all(assignable(member, expected.args[0]) for _, member in found.members)
    given, wanted = dict(found.members), dict(expected.members)
    missing = [name for name, type_ in wanted.items() if name not in given and not type_.optional]
    return not missing and all(n in wanted and assignable(t, wanted[n]) for n, t in given.items())


# ---------------------------------------------------------------------------------------------- join


def join(left: Type, right: Type) -> Type:
    """Return the smallest type that holds the values of both; a union when they have nothing in common."""
    if left == right:
        return left
    if "any" in (left.name, right.name):
        return ANY
    if NULL in (left, right):
        return (right if left == NULL else left).maybe()
    joined = _joined(left.surely(), right.surely())
    return joined.maybe() if left.optional or right.optional else joined


def _joined(left: Type, right: Type) -> Type:
    if left == right:
        return left
    names = {left.name, right.name}
    if names <= set(NUMBERS):
        return FLOAT
    if names == {"enum"}:
        return Type("enum", choices=tuple(dict.fromkeys((*left.choices, *right.choices))))
    if names == {"enum", "text"}:
        return TEXT
    if names == {"path", "glob"}:
        return Type("glob")
    if len(names) == 1 and left.name in ("list", "map"):
        return Type(left.name, (join(left.args[0], right.args[0]),))
    options = tuple(dict.fromkeys((*_alternatives(left), *_alternatives(right))))
    return Type("union", options)


def _alternatives(type_: Type) -> tuple[Type, ...]:
    return type_.args if type_.name == "union" else (type_,)


def with_article(type_: Type) -> str:
    """Return a type as a phrase of a sentence: "an int", "a `list[text]`", "a text that may be null"."""
    bare = type_.surely()
    shown = bare.name if not (bare.args or bare.choices or bare.members) else f"`{bare}`"
    article = "an" if shown.lstrip("`")[0] in "aeio" else "a"
    phrase = "null" if bare == NULL else f"{article} {shown}"
    return f"{phrase} or null" if type_.optional else phrase
