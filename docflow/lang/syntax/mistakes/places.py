"""Fields and steps as jq, YAML and shells write them: `.title`, `| doc.x = 3`, `- clean.unicode`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, before

__all__ = ["find"]


def find(trouble: Trouble) -> Mend | None:
    """Recognise a field without `doc`, one that is set without `set`, and another sign before a step."""
    for rule in (_field, _set, _list_sign):
        found = rule(trouble)
        if found is not None:
            return found
    return None


def _field(trouble: Trouble) -> Mend | None:
    """`drop when .lang == "en"`, `| .title = "x"`."""
    dot, name = trouble.token, trouble.near(1)
    if dot.kind != "DOT" or name.kind not in ("NAME", "KEY"):
        return None
    previous = trouble.previous
    if previous is not None and previous.span.end == dot.span.start:
        return None  # a dotted name with something wrong before the dot
    at = before(dot.span)
    step = trouble.index > 0 and trouble.tokens[trouble.index - 1].kind == "VBAR"
    word = "set doc" if step else "doc"
    put = tuple(Token("NAME", text, at) for text in word.split())
    if not trouble.holds(trouble.index, 0, put, 2):
        return None
    fix = Fix(f"write `{word}.{name.text}`", dot.span.to(name.span), f"{word}.{name.text}")
    message = f"a field is named from the document: `doc.{name.text}`"
    return Mend(Diagnostic("DF0101", message, dot.span.to(name.span), fix=fix), trouble.index, 0, put)


def _set(trouble: Trouble) -> Mend | None:
    """`| doc.x = 3`."""
    field = trouble.name_before(trouble.index)
    start = trouble.index - len(field)
    if trouble.token.kind != "EQUAL" or not field or not start:
        return None
    first = field[0]
    put = (Token("NAME", "set", before(first.span)),)
    if trouble.tokens[start - 1].kind != "VBAR" or not trouble.holds(start, 0, put, 1):
        return None
    fix = Fix("add `set`", before(first.span), "set ")
    message = "a field is given its value with `set`"
    return Mend(Diagnostic("DF0101", message, first.span.to(trouble.token.span), fix=fix), start, 0, put)


def _list_sign(trouble: Trouble) -> Mend | None:
    """`- clean.unicode` at the start of a line."""
    token, following = trouble.token, trouble.near(1)
    double = token.kind == "CMP" and following.text == token.text == ">"
    sign = token if not double else Token("CMP", ">>", token.span.to(following.span))
    first = trouble.near(1 + double)
    if not trouble.new_line or sign.text not in ("-", "*", "+", ">", ">>", "=>") or first.kind != "NAME":
        return None
    put = (Token("VBAR", "|", sign.span),)
    if not trouble.holds(trouble.index, 1 + double, put, 1):
        return None
    message = f"a step begins with `|`, not with `{sign.text}`"
    fix = Fix("write `|`", sign.span, "|")
    return Mend(Diagnostic("DF0101", message, sign.span, fix=fix), trouble.index, 1 + double, put)
