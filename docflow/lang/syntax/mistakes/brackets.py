"""Brackets: opened and never closed, closed by another kind, closed without being opened."""

from docflow.errors import Diagnostic, Fix, Label, Span
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import CLOSERS, OPENERS, Mend, Trouble, after, before

__all__ = ["find"]

_SIGN = {"RPAR": ")", "RSQB": "]", "RBRACE": "}"}


def find(trouble: Trouble) -> Mend | None:
    """Recognise a bracket that is missing, doubled or of the wrong kind."""
    for rule in (_list_before_key, _list_not_opened, _stray, _unclosed):
        mend = rule(trouble)
        if mend is not None:
            return mend
    return None


def _stray(trouble: Trouble) -> Mend | None:
    token = trouble.token
    opener = CLOSERS.get(token.kind)
    opened = list(trouble.open_brackets())
    if opener is None or any(bracket.kind == opener for bracket in opened):
        return None
    if opened and opened[0].kind != "LBRACE":
        return _other_kind(trouble, opened[0])
    return Mend(
        Diagnostic(
            "DF0103",
            f"this `{token.text}` closes nothing",
            token.span,
            "remove it, or open the bracket that it closes",
            fix=Fix(f"remove `{token.text}`", token.span, ""),
        ),
        trouble.index,
        1,
    )


def _other_kind(trouble: Trouble, opened: Token) -> Mend | None:
    token = trouble.token
    sign = _SIGN[OPENERS[opened.kind]]
    put = (Token(OPENERS[opened.kind], sign, token.span),)
    fits = trouble.holds(trouble.index, 1, put)
    return Mend(
        Diagnostic(
            "DF0103",
            f"`{opened.text}` is closed by `{sign}`, not by `{token.text}`",
            token.span,
            labels=(Label(opened.span, "opened here"),),
            fix=Fix(f"write `{sign}`", token.span, sign),
        ),
        trouble.index,
        1,
        put if fits else (),
    )


def _unclosed(trouble: Trouble) -> Mend | None:
    """Something stands here that cannot stand inside the open bracket; closing it lets reading go on."""
    token = trouble.token
    put: list[Token] = []
    opened = list(trouble.open_brackets())
    for bracket in opened:
        empty = bracket is trouble.previous and bracket.kind == "LBRACE"
        if empty or token.kind == OPENERS[bracket.kind]:
            return None
        closer = OPENERS[bracket.kind]
        put.append(Token(closer, _SIGN[closer], before(token.span)))
        if trouble.gain(trouble.index, 0, put) > 0 and _ends(trouble, bracket):
            return _mend(trouble, opened[: len(put)], tuple(put))
    return None


def _ends(trouble: Trouble, bracket: Token) -> bool:
    """Whether the wrong token is of a kind that shows the end of what the bracket holds."""
    token = trouble.token
    if bracket.kind == "LBRACE":
        source = token.text == "from" and trouble.new_line
        return source or token.kind in ("VBAR", END, *CLOSERS) or trouble.begins_item(trouble.index)
    if token.kind in ("VBAR", "LBRACE", "ARROW", "EQUAL", END, *CLOSERS):
        return True
    return trouble.new_line or trouble.tables.words.get(token.text) in ("AS", "ON", "ELSE", "WHERE", "THEN")


def _mend(trouble: Trouble, opened: list[Token], put: tuple[Token, ...]) -> Mend:
    token = trouble.token
    bracket = _blamed(trouble, opened[-1]) if opened[-1].kind == "LBRACE" else opened[0]
    inner = _inner(trouble, bracket) if bracket not in opened else None
    if inner is not None:
        return inner
    sign = _SIGN[OPENERS[bracket.kind]]
    found = "the end of the file" if token.kind == END else f"`{token.text}`"
    previous = trouble.previous
    at = after(previous.span) if previous else before(token.span)
    fixed = Fix(f"close it with `{sign}`", at, sign) if bracket.kind != "LBRACE" else None
    return Mend(
        Diagnostic(
            "DF0103",
            f"this `{bracket.text}` is never closed",
            bracket.span,
            f"write `{sign}` before {found}" if bracket is opened[0] else f"write the missing `{sign}`",
            (Label(_seen(token, trouble), f"`{sign}` is missing before this"),)
            if token.kind != END
            else (Label(_seen(token, trouble), "the file ends here"),),
            fix=fixed,
        ),
        trouble.index,
        0,
        put,
    )


def _inner(trouble: Trouble, bracket: Token) -> Mend | None:
    """Close a brace where its block ends by the layout: before a line that is not further in than its own."""
    start = trouble.tokens.index(bracket)
    margin = _margins(trouble)[bracket.span.line]
    for at in range(start + 1, trouble.index):
        token = trouble.tokens[at]
        if trouble.tokens[at - 1].span.end_line == token.span.line or token.span.column > margin:
            continue
        put = (Token("RBRACE", "}", before(token.span)),)
        if not trouble.holds(at, 0, put, 1):
            return None
        help_ = f"write `}}` before `{token.text}`"
        label = Label(token.span, "`}` is missing before this")
        message = "this `{` is never closed"
        return Mend(Diagnostic("DF0103", message, bracket.span, help_, (label,)), at, 0, put)
    return None


def _seen(token: Token, trouble: Trouble) -> Span:
    previous = trouble.previous
    return token.span if token.kind != END or previous is None else previous.span


def _blamed(trouble: Trouble, opened: Token) -> Token:
    """Find the brace that was meant: by the layout, an inner one may have lost its closing brace."""
    margins = _margins(trouble)
    stack: list[Token] = []
    for at, token in enumerate(trouble.tokens[: trouble.index]):
        if token.kind == "LBRACE":
            stack.append(token)
        elif token.kind == "RBRACE" and stack:
            brace = stack.pop()
            first = not at or trouble.tokens[at - 1].span.end_line < token.span.line
            if first and token.span.column < margins.get(brace.span.line, 1):
                return brace
    return opened


def _margins(trouble: Trouble) -> dict[int, int]:
    margins: dict[int, int] = {}
    for token in trouble.tokens[: trouble.index]:
        margins.setdefault(token.span.line, token.span.column)
    return margins


def _list_before_key(trouble: Trouble) -> Mend | None:
    """`(drop: ["a", "b", max: 3)`: a key shows that the list before it should have ended."""
    at = trouble.index - 2
    opened = list(trouble.open_brackets())[:2]
    if trouble.token.kind != "COLON" or at < 0 or [bracket.kind for bracket in opened] != ["LSQB", "LPAR"]:
        return None
    if trouble.tokens[at].kind != "COMMA":
        return None
    put = (Token("RSQB", "]", before(trouble.tokens[at].span)),)
    if not trouble.holds(at, 0, put, 1):
        return None
    key = trouble.tokens[at + 1]
    return Mend(
        Diagnostic(
            "DF0103",
            "this `[` is never closed",
            opened[0].span,
            f"write `]` before the argument `{key.text}`",
            (Label(key.span, "`]` is missing before this"),),
            fix=Fix("close it with `]`", before(trouble.tokens[at].span), "]"),
        ),
        at,
        0,
        put,
    )


def _list_not_opened(trouble: Trouble) -> Mend | None:
    """`(fields: "id", "text"])`: what stands behind the last key is a list, and its `[` is missing."""
    opened = next(trouble.open_brackets(), None)
    if trouble.token.kind != "RSQB" or opened is None or opened.kind != "LPAR":
        return None
    start = trouble.tokens.index(opened)
    keys = [at for at in range(start, trouble.index) if trouble.tokens[at].kind == "KEY"]
    at = keys[-1] + 2 if keys else start + 1
    values = trouble.tokens[at : trouble.index]
    if at >= trouble.index or any(each.kind in (*OPENERS, *CLOSERS, "KEY") for each in values):
        return None
    first = values[0]
    put = (Token("LSQB", "[", before(first.span)),)
    if not trouble.holds(at, 0, put, 2):
        return None
    fix = Fix("open it with `[`", before(first.span), "[")
    label = Label(first.span, "`[` is missing before this")
    found = Diagnostic("DF0103", "this `]` closes nothing", trouble.token.span,
                       f"write `[` before `{first.text}`", (label,), fix=fix)  # fmt: skip
    return Mend(found, at, 0, put)
