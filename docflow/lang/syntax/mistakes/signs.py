"""Signs in the wrong place: `=` for `==` or `:`, `->` for `=>`, `||` for `or`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, before

__all__ = ["find"]


def find(trouble: Trouble) -> Mend | None:
    """Recognise a sign that must be another one."""
    for rule in (_colon_in_argument, _colon_in_map, _equals, _pair_of_signs, _one_for_another, _arrow):
        mend = rule(trouble)
        if mend is not None:
            return mend
    return None


def _colon_in_argument(trouble: Trouble) -> Mend | None:
    """`tidy(max_blank = 1)`: the name was read as a value before the `=` came."""
    name = trouble.previous
    if trouble.token.kind != "EQUAL" or name is None or name.kind not in ("NAME", "KEY"):
        return None
    return _as_key(trouble, trouble.index - 1)


def _colon_in_map(trouble: Trouble) -> Mend | None:
    """`{lang = "en"}`: in a map a name can only be a key."""
    if trouble.token.kind != "NAME" or trouble.near(1).kind != "EQUAL":
        return None
    return _as_key(trouble, trouble.index)


def _as_key(trouble: Trouble, at: int) -> Mend | None:
    name, sign = trouble.tokens[at], trouble.tokens[at + 1]
    put = (Token("KEY", name.text, name.span), Token("COLON", ":", sign.span))
    if "KEY" not in trouble.expected(trouble.index - at) or not trouble.holds(at, 2, put, 1):
        return None
    start = trouble.tokens[at].span.to(sign.span)
    return Mend(
        Diagnostic(
            "DF0107",
            f"the value of `{name.text}` is given with `:`, not with `=`",
            sign.span,
            fix=Fix("write `:`", start, f"{name.text}:"),
        ),
        at,
        2,
        put,
    )


def _equals(trouble: Trouble) -> Mend | None:
    sign = trouble.token
    put = (Token("CMP", "==", sign.span),)
    if sign.kind != "EQUAL" or not trouble.holds(trouble.index, 1, put):
        return None
    return Mend(
        Diagnostic(
            "DF0106",
            "two values are compared with `==`, not with `=`",
            sign.span,
            "`=` gives a value, as in `let` and `set`",
            fix=Fix("write `==`", sign.span, "=="),
        ),
        trouble.index,
        1,
        put,
    )


# Two signs in a row, the first one taken or not -> what is meant
_PAIRS = {
    ("-", ">"): ("ARROW", "=>", "an arm points to its outcome with `=>`"),
    ("|", "|"): ("NAME", "or", "`||` is not part of the language; the word is `or`"),
    ("|", ">"): ("VBAR", "|", "a step begins with `|` alone"),
    ("<", ">"): ("CMP", "!=", "two values differ with `!=`"),
    ("=", "<"): ("CMP", "<=", "at most is written `<=`"),
    ("==", "="): ("CMP", "==", "two values are compared with `==`"),
    ("=>", "="): ("CMP", ">=", "at least is written `>=`"),
    ("*", "*"): ("MUL", "*", "there is no `**`; the operators are `+ - * /`"),
}


def _pair_of_signs(trouble: Trouble) -> Mend | None:
    for at in (trouble.index - 1, trouble.index):
        if at < 0 or at + 1 >= len(trouble.tokens):
            continue
        first, second = trouble.tokens[at], trouble.tokens[at + 1]
        found = _PAIRS.get((first.text, second.text))
        if found is None or first.span.end != second.span.start:
            continue
        kind, text, message = found
        span = first.span.to(second.span)
        put = (Token(kind, text, span),)
        if trouble.holds(at, 2, put, 1):
            fix = Fix(f"write `{text}`", span, text) if text != "*" else None  # a power is no product
            return Mend(Diagnostic("DF0101", message, span, fix=fix), at, 2, put)
    return None


# The wrong sign -> the signs that may be meant, with the sentence
_SINGLE = {
    "==": ("EQUAL", "=", "a value is given with one `=`; `==` compares"),
    ":": ("EQUAL", "=", "the value is given with `=`, not with `:`"),
    "=>": ("CMP", ">=", "at least is written `>=`; `=>` points to the outcome of an arm"),
}


def _one_for_another(trouble: Trouble) -> Mend | None:
    for at in (trouble.index, trouble.index - 1):
        if at < 0 or trouble.tokens[at].text not in _SINGLE:
            continue
        sign = trouble.tokens[at]
        kind, text, message = _SINGLE[sign.text]
        put = (Token(kind, text, sign.span),)
        if trouble.holds(at, 1, put):
            glued = at > 0 and trouble.tokens[at - 1].span.end == sign.span.start and text == "="
            fix = Fix(f"write `{text}`", sign.span, f" {text}" if glued else text)
            return Mend(Diagnostic("DF0101", message, sign.span, fix=fix), at, 1, put)
    return None


def _arrow(trouble: Trouble) -> Mend | None:
    """An arm with both an arrow and a block, or with neither a block nor an arrow."""
    sign = trouble.previous
    if sign is not None and sign.kind == "ARROW" and trouble.token.kind == "LBRACE":
        if not trouble.holds(trouble.index - 1, 1, ()):
            return None
        message = "a block stands directly after its condition; `=>` is for an outcome without a block"
        fix = Fix("remove `=>`", sign.span.to(trouble.token.span), "{")
        return Mend(Diagnostic("DF0101", message, sign.span, fix=fix), trouble.index - 1, 1)
    token = trouble.token
    put = (Token("ARROW", "=>", token.span),)
    colon = token.kind == "COLON"
    if "ARROW" not in trouble.expected() or not trouble.holds(trouble.index, int(colon), put):
        return None
    message = "an arm points to its outcome with `=>`"
    fix = Fix("write `=>`", token.span if colon else before(token.span), " =>" if colon else "=> ")
    return Mend(Diagnostic("DF0101", message, token.span, fix=fix), trouble.index, int(colon), put)
