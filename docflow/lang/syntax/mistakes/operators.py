"""Operators that are missing or from elsewhere: `is not`, `3 < x < 9`, `+=`, `x[0]`, `a ? b : c`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, after, before, retold

__all__ = ["find", "missing"]

_WORDS_OF_TEXT = {
    "contains": "contains", "includes": "contains", "has": "contains", "startswith": "starts_with",
    "starts_with": "starts_with", "endswith": "ends_with", "ends_with": "ends_with",
}  # fmt: skip
_PATTERNS = {"like", "ilike", "rlike", "regexp", "regex", "search", "match"}
_VALUES = {"NAME", "NUMBER", "STRING", "TAGGED"}


def find(trouble: Trouble) -> Mend | Diagnostic | None:
    """Recognise an operator that is missing, or one of another language."""
    for rule in (_is_not, _chained, _written_as_call, _patterns, _between, _key_in_brackets, _indexed,
                 _choice, _added_to, _unit_apart):  # fmt: skip
        found = rule(trouble)
        if found is not None:
            return found
    return None


def _is_not(trouble: Trouble) -> Mend | None:
    token, following = trouble.token, trouble.near(1)
    put = (Token("CMP", "!=", token.span.to(following.span)),)
    if token.text != "is" or following.text != "not" or not trouble.holds(trouble.index, 2, put, 1):
        return None
    fix = Fix("write `!=`", put[0].span, "!=")
    return Mend(
        Diagnostic("DF0101", "two values differ with `!=`, not with `is not`", put[0].span, fix=fix),
        trouble.index,
        2,
        put,
    )


def _chained(trouble: Trouble) -> Mend | None:
    """`3 < doc.words < 10`: a second comparison right behind the first."""
    possible = trouble.expected()
    if trouble.token.kind != "CMP" or "CMP" in possible or "AND" not in possible:
        return None
    start = trouble.index
    while start > 0 and trouble.tokens[start - 1].kind in (*_VALUES, "DOT"):
        start -= 1
    middle = tuple(trouble.tokens[start : trouble.index])
    if not middle or trouble.near(-1 - len(middle)).kind != "CMP":
        return None
    put = (Token("NAME", "and", after(middle[-1].span)), *middle)
    if not trouble.holds(trouble.index, 0, put, 1):
        return None
    text = retold(middle)
    return Mend(
        Diagnostic(
            "DF0101",
            "comparisons stand one by one, joined with `and`",
            trouble.token.span,
            f"name the value again: `and {text} {trouble.token.text} ...`",
            fix=Fix(f"add `and {text}`", after(middle[-1].span), f" and {text}"),
        ),
        trouble.index,
        0,
        put,
    )


def _written_as_call(trouble: Trouble) -> Mend | Diagnostic | None:
    """`doc.text contains "x"`: a function between its arguments."""
    token, part = trouble.token, trouble.near(1)
    name = _WORDS_OF_TEXT.get(token.text.lower())
    if name is None or "CMP" not in trouble.expected():
        return None
    help_ = "write `contains(TEXT, PART)` for a text, `VALUE in LIST` for a list"
    help_ = help_ if name == "contains" else f"write `{name}(TEXT, PART)`"
    message = f"`{token.text}` does not stand between two values; it is called"
    of = trouble.name_before(trouble.index)
    if retold(of) not in ("doc.text", "doc.id", "doc.source") or part.kind != "STRING":
        return Diagnostic("DF0101", message, token.span, help_)
    at, here = trouble.index - len(of), before(of[0].span)
    called = (Token("NAME", name, here), Token("LPAR", "(", here))
    put = (*called, *of, Token("COMMA", ",", token.span), part, Token("RPAR", ")", after(part.span)))
    fixed = f"{name}({retold(of)}, {part.text})"
    fix = Fix(f"write `{fixed}`", of[0].span.to(part.span), fixed)
    return Mend(Diagnostic("DF0101", message, token.span, help_, fix=fix), at, len(of) + 2, put)


def _patterns(trouble: Trouble) -> Diagnostic | None:
    word = trouble.token.text
    if word.lower() not in _PATTERNS or "CMP" not in trouble.expected():
        return None
    help_ = 'patterns are regular expressions: `doc.text matches re"^A.*z$"`; plain text: `"..." in x`'
    return Diagnostic("DF0101", f"there is no `{word}`; a text is searched with `matches`",
                      trouble.token.span, help_)  # fmt: skip


def _between(trouble: Trouble) -> Diagnostic | None:
    token = trouble.token
    if token.text.lower() != "between" or "CMP" not in trouble.expected():
        return None
    value = retold(trouble.name_before(trouble.index)) or "x"
    low, high = trouble.near(1).text, trouble.near(3).text
    help_ = f"write `{value} >= {low} and {value} <= {high}`"
    return Diagnostic("DF0101", "there is no `between`; two comparisons say it", token.span, help_)


def _key_in_brackets(trouble: Trouble) -> Mend | None:
    """`doc["lang"]`: a member is named after a dot."""
    token, key, close = trouble.token, trouble.near(1), trouble.near(2)
    if token.kind != "LSQB" or key.kind != "STRING" or close.kind != "RSQB":
        return None
    name = key.text[1:-1]
    put = (Token("DOT", ".", token.span), Token("NAME", name, key.span))
    if not name.isidentifier() or not trouble.holds(trouble.index, 3, put, 1):
        return None
    span = token.span.to(close.span)
    fix = Fix(f"write `.{name}`", span, f".{name}")
    return Mend(
        Diagnostic("DF0101", "a member is named after a dot", span, fix=fix), trouble.index, 3, put
    )  # fmt: skip


def _indexed(trouble: Trouble) -> Diagnostic | None:
    previous = trouble.previous
    if trouble.token.kind != "LSQB" or previous is None or previous.span.end != trouble.token.span.start:
        return None
    if not trouble.expected() & {"CMP", "AND"}:
        return None
    help_ = "`first(LIST)` gives the first element, `take(TEXT, 9)` the first characters of a text"
    return Diagnostic("DF0101", "values are not indexed with `[...]`", trouble.token.span, help_)


def _choice(trouble: Trouble) -> Diagnostic | None:
    """`c ? a : b`, `if c then a else b`, `a if c else b` as a value."""
    token, previous, before_it = trouble.token, trouble.previous, trouble.near(-2)
    prefix = previous is not None and previous.text == "if" and before_it.kind in ("EQUAL", "COLON", "LPAR")
    infix = (token.text == "if" or token.kind == "OPT") and bool(trouble.expected() & {"CMP", "AND"})
    if not prefix and not infix:
        return None
    at = previous.span if prefix and previous is not None else token.span
    help_ = "write `| when CONDITION { | set doc.x = ... } else { | set doc.x = ... }`"
    return Diagnostic("DF0101", "a value cannot be chosen inside an expression", at, help_)


def _added_to(trouble: Trouble) -> Mend | None:
    """`set doc.n += 3`."""
    sign, equal = trouble.token, trouble.near(1)
    if sign.kind not in ("PLUS", "MINUS", "MUL") or equal.kind not in ("EQUAL", "CMP"):
        return None
    field = trouble.name_before(trouble.index)
    put = (Token("EQUAL", "=", equal.span), *field, sign)
    if equal.text != "=" or "EQUAL" not in trouble.expected() or not trouble.holds(trouble.index, 2, put, 1):
        return None
    span, text = sign.span.to(equal.span), f"= {retold(field)} {sign.text}"
    fix = Fix(f"write `{text}`", span, text)
    message = f"there is no `{sign.text}=`; `set` takes the whole new value"
    return Mend(Diagnostic("DF0101", message, span, fix=fix), trouble.index, 2, put)


def _unit_apart(trouble: Trouble) -> Mend | None:
    """`max_doc: 10 MB`."""
    unit, number = trouble.token, trouble.previous
    if number is None or number.kind != "NUMBER" or unit.kind != "NAME" or unit.text.lower() not in _UNITS:
        return None
    span, text = number.span.to(unit.span), number.text + unit.text
    put = (Token("NUMBER", text, span),)
    if trouble.new_line or not number.text[-1].isdigit() or not trouble.holds(trouble.index - 1, 2, put, 1):
        return None
    fix = Fix(f"write `{text}`", span, text)
    message = "a number and its unit are written together"
    return Mend(Diagnostic("DF0101", message, span, fix=fix), trouble.index - 1, 2, put)


_UNITS = {
    "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib",
    "ms", "s", "m", "h", "d", "min", "sec", "seconds", "minutes", "hours", "days",
}  # fmt: skip


def missing(trouble: Trouble) -> Mend | None:
    """`doc.words 40`, `doc.words > 5 doc.lines < 3`: two values of a condition with nothing between them."""
    token, previous, possible = trouble.token, trouble.previous, trouble.expected()
    if previous is None or trouble.new_line or token.kind not in _VALUES or "AND" not in possible:
        return None
    if previous.text.startswith('f"'):
        return None  # a quote inside an f-text
    compare = "CMP" in possible
    if token.kind == "NAME" and (token.text not in ("doc", "run", "sink") and not compare):
        return None
    if token.text in trouble.tables.words and token.text not in ("true", "false", "null"):
        return None
    at = before(token.span)
    tries = [Token("CMP", "==", at)] * compare + [Token("NAME", "and", at)]
    best = max(tries, key=lambda each: trouble.gain(trouble.index, 0, (each,)))
    if not trouble.holds(trouble.index, 0, (best,), 1):
        return None
    words = "`and` or `or` join two conditions" if not compare else "`==`, `<` or `>` compare two values"
    shown = f"`{token.text}`" if len(token.text) < 40 else "this value"
    message = f"an operator is missing before {shown}"
    unclear = compare and best.kind == "NAME"
    found = Diagnostic("DF0101", message, token.span, None if unclear else words)
    return Mend(found, trouble.index, 0, (best,))
