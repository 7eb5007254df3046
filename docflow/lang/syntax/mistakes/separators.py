"""What is missing between two things: a comma, or the `|` before a step."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, after, before, retold

__all__ = ["comma", "drop_when", "key_without_brackets", "step"]

_SOURCES = {"files", "jsonl", "csv", "tsv", "text", "flow"}
_ACTIONS = {"when", "route", "tee", "expect", "set", "to", "drop"}


def comma(trouble: Trouble) -> Mend | None:
    """`["a" "b"]`, `(a: 1 b: 2)`: two values with nothing between them."""
    token, previous = trouble.token, trouble.previous
    put = (Token("COMMA", ",", before(token.span)),)
    if previous is None or "COMMA" not in trouble.expected() or not trouble.holds(trouble.index, 0, put, 1):
        return None
    bracket = next(trouble.open_brackets(), None)
    if bracket is None or (bracket.kind == "LBRACE" and not trouble.in_map()):
        loose = token.kind == "KEY" or token.text in _SOURCES
        if not loose:
            return None
    where = {"LSQB": " of the list", "LPAR": "", "LBRACE": ""}.get(bracket.kind if bracket else "", "")
    at = after(previous.span)
    return Mend(
        Diagnostic(
            "DF0104",
            f"a comma is missing before {_shown(token)}",
            token.span,
            f"the values{where} are separated by commas" if where else None,
            fix=Fix("add a comma", at, ","),
        ),
        trouble.index,
        0,
        put,
    )


def drop_when(trouble: Trouble) -> Mend | None:
    """`| drop doc.words < 3`: a condition without its `when`."""
    previous = trouble.previous
    put = (Token("NAME", "when", before(trouble.token.span)),)
    if (
        previous is None
        or trouble.new_line
        or trouble.token.kind != "NAME"
        or trouble.kind(trouble.index - 1) != "DROP"
    ):
        return None
    if not trouble.holds(trouble.index, 0, put, 4):
        return None
    return Mend(
        Diagnostic(
            "DF0101",
            "`when` is missing between `drop` and its condition",
            trouble.token.span,
            'documents are dropped with `drop when CONDITION` or `drop("REASON")`',
            fix=Fix("add `when`", after(previous.span), " when"),
        ),
        trouble.index,
        0,
        put,
    )


def step(trouble: Trouble) -> Mend | None:
    """A step without its `|`."""
    token = trouble.token
    put = (Token("VBAR", "|", before(token.span)),)
    if token.kind != "NAME" or not trouble.holds(trouble.index, 0, put):
        return None
    name = token.text if token.text in _ACTIONS else _name(trouble)
    return Mend(
        Diagnostic(
            "DF0105",
            f"a `|` is missing before the step `{name}`",
            token.span,
            "every step begins with `|`",
            fix=Fix("add `|`", before(token.span), "| "),
        ),
        trouble.index,
        0,
        put,
    )


def key_without_brackets(trouble: Trouble) -> Mend | None:
    """`| clean.whitespace max_blank: 1`: arguments without their brackets."""
    if trouble.token.kind != "KEY" or "LPAR" not in trouble.expected():
        return None
    put = (Token("LPAR", "(", before(trouble.token.span)),)
    end = trouble.index
    line = trouble.token.span.line
    while trouble.tokens[end].span.line == line and trouble.tokens[end].kind not in (
        "VBAR",
        "RBRACE",
        "$END",
    ):
        end += 1
    inner = tuple(trouble.tokens[trouble.index : end])
    last = inner[-1].span
    whole = (*put, *inner, Token("RPAR", ")", after(last)))
    if not trouble.holds(trouble.index, len(inner), whole, 1):
        return None
    text = " ".join(token.text for token in inner[:1])
    span = trouble.token.span.to(last)
    name = trouble.previous
    fix = Fix("put them in brackets", after(name.span).to(last), f"({retold(inner)})") if name else None
    return Mend(
        Diagnostic(
            "DF0101",
            f"arguments stand in brackets, and `{text}:` has none before it",
            span,
            "write `name(argument: value)`",
            fix=fix,
        ),
        trouble.index,
        len(inner),
        whole,
    )


def _name(trouble: Trouble) -> str:
    """The dotted name that begins at the wrong token."""
    text, at = trouble.token.text, trouble.index + 1
    while at + 1 < len(trouble.tokens) and trouble.tokens[at].kind == "DOT":
        text += "." + trouble.tokens[at + 1].text
        at += 2
    return text


def _shown(token: Token) -> str:
    if token.kind == "STRING" and len(token.text) > 30:
        return "this text"
    if token.kind == "TEXT":
        return "this text block"
    return f"`{token.text}`"
