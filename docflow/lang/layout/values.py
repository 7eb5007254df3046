"""Layouts of values: literals, names, calls, lists, maps and operators."""

from collections.abc import Callable

from docflow.lang.layout.brackets import bracketed
from docflow.lang.layout.concrete import Branch, Kid, branches, edges, tokens_of
from docflow.lang.layout.gaps import Source
from docflow.lang.layout.pieces import SPACE, Doc, Indent, Line, Tok, group
from docflow.lang.syntax.tokens import Token

__all__ = ["declared", "elements", "lay_values", "spaced", "value", "words"]


def value(source: Source, kid: Kid) -> Doc:
    """Lay out an expression, a call or a part of one."""
    if isinstance(kid, Token):
        return Tok(source.number(kid))
    made = source.laid.get(id(kid))
    return _RULES[kid.rule](source, kid) if made is None else made


def lay_values(source: Source, tree: Branch) -> None:
    """Lay out all values of a tree, the inner ones first: a recursion could go too deep."""
    order: list[Branch] = []
    todo = [tree]
    while todo:
        top = todo.pop()
        if top.rule in _RULES:
            order.append(top)
        todo += branches(top.kids)
    for branch in reversed(order):
        source.laid[id(branch)] = _RULES[branch.rule](source, branch)


def words(source: Source, *kids: Kid) -> Doc:
    """Lay out parts with a space between any two."""
    parts: list[Doc] = []
    for kid in kids:
        parts += [SPACE, value(source, kid)] if parts else [value(source, kid)]
    return tuple(parts)


def spaced(source: Source, branch: Branch) -> Doc:
    """Lay out a rule whose parts stand apart by a space: `let x = 1`."""
    return words(source, *branch.kids)


def elements(source: Source, kids: tuple[Kid, ...]) -> list[Doc]:
    """Lay out the elements among the kids: all but brackets and commas."""
    return [value(source, kid) for kid in kids if _is_element(kid)]


def _is_element(kid: Kid) -> bool:
    signs = ("LPAR", "RPAR", "LSQB", "RSQB", "LBRACE", "RBRACE", "COMMA", "OPT")
    return isinstance(kid, Branch) or kid.kind not in signs


def _close(source: Source, branch: Branch) -> Doc:
    """Tokens without any space between them: `doc.lang`, `true`."""
    return tuple(Tok(source.number(token)) for token in tokens_of(branch))


def _call(source: Source, branch: Branch) -> Doc:
    return tuple(value(source, kid) for kid in branch.kids)


def _access(source: Source, branch: Branch) -> Doc:
    """`of.name`, taken apart in a loop: a chain of them may be long."""
    parts: list[Doc] = []
    top: Kid = branch
    while isinstance(top, Branch) and top.rule == "access":
        parts += [value(source, kid) for kid in reversed(top.kids[1:])]
        top = top.kids[0]
    return (value(source, top), *reversed(parts))


def _brackets(source: Source, branch: Branch) -> Doc:
    return bracketed(source, branch.kids, elements(source, branch.kids))


def _group(source: Source, branch: Branch) -> Doc:
    return bracketed(source, branch.kids, [value(source, branch.kids[1])], trail=False)


def _named(source: Source, branch: Branch) -> Doc:
    """`name: value`, or a value alone."""
    return declared(source, branch.kids)


def declared(source: Source, kids: tuple[Kid, ...]) -> Doc:
    """Lay out `name: type = default` and the like: a space between any two but before a colon."""
    parts: list[Doc] = []
    for kid in kids:
        close = not parts or (isinstance(kid, Token) and kid.kind == "COLON")
        parts += [value(source, kid)] if close else [SPACE, value(source, kid)]
    return tuple(parts)


def _signed(source: Source, branch: Branch) -> Doc:
    """`not x`, `-x`; in a loop, as `_access`."""
    parts: list[Doc] = []
    top: Kid = branch
    while isinstance(top, Branch) and top.rule == branch.rule:
        parts += (
            [value(source, top.kids[0]), SPACE] if branch.rule == "not_e" else [value(source, top.kids[0])]
        )
        top = top.kids[1]
    return (*parts, value(source, top))


def _chain(source: Source, branch: Branch) -> Doc:
    """`a and b and c`: broken, every line after the first begins with its operator."""
    first, *rest = branch.kids
    pairs = zip(rest[::2], rest[1::2], strict=True)
    lines: list[Doc] = [(Line(), value(source, sign), SPACE, value(source, kid)) for sign, kid in pairs]
    return group(value(source, first), Indent(tuple(lines)), broken=_commented(source, branch))


def _commented(source: Source, branch: Branch) -> bool:
    """Whether there are comments around the operators (those inside of brackets break the brackets)."""
    return any(source.gaps[source.number(edges(kid)[0])].comments for kid in branch.kids[1:])


def _type(source: Source, branch: Branch) -> Doc:
    name, *rest = branch.kids
    optional = [kid for kid in rest if isinstance(kid, Token) and kid.kind == "OPT"]
    brackets = tuple(rest[: len(rest) - len(optional)])
    inner = bracketed(source, brackets, elements(source, brackets)) if brackets else ()
    return (value(source, name), inner, *(value(source, sign) for sign in optional))


_RULES: dict[str, Callable[[Source, Branch], Doc]] = {
    **dict.fromkeys(("path", "reference", "literal"), _close),
    **dict.fromkeys(("call", "invoke"), _call),
    **dict.fromkeys(("args", "list", "map", "signature"), _brackets),
    **dict.fromkeys(("arg", "pair", "sig"), _named),
    **dict.fromkeys(("not_e", "unary"), _signed),
    **dict.fromkeys(("or_e", "and_e", "coal", "sum"), _chain),
    **dict.fromkeys(("cmp", "prod", "default", "where", "alias"), spaced),
    "access": _access,
    "group": _group,
    "type": _type,
}
