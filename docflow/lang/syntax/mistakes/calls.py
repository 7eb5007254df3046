"""Calls and lists with other brackets, or with none: `to jsonl "x"`, `tidy {n: 1}`, `x in ("a", "b")`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import OPENERS, Mend, Trouble, after, before, retold

__all__ = ["find"]

_VALUES = {"STRING", "NUMBER", "TAGGED"}
_SINKS = {".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".txt": "text", ".md": "markdown"}


def find(trouble: Trouble) -> Mend | None:
    """Recognise arguments without brackets, and brackets of the wrong kind."""
    for rule in (_path_alone, _value_alone, _braces, _tuple):
        mend = rule(trouble)
        if mend is not None:
            return mend
    return None


def _path_alone(trouble: Trouble) -> Mend | None:
    """`from "a/*.txt"`, `to "out.jsonl"`: a path without the reader or exporter that it is for."""
    token, previous = trouble.token, trouble.previous
    if token.kind != "STRING" or previous is None:
        return None
    word = trouble.kind(trouble.index - 1)
    if word not in ("FROM", "TO") or trouble.tables.words.get(previous.text) != word:
        return None
    name = "files" if word == "FROM" else _sink(token.text[1:-1])
    at, end = before(token.span), after(token.span)
    put = (Token("NAME", name, at), Token("LPAR", "(", at), token, Token("RPAR", ")", end))
    text = f"{name}({token.text})"
    message = "a source is named before its path" if word == "FROM" else "a sink is named before its path"
    return _instead(trouble, message, text, put)


def _sink(path: str) -> str:
    plain = path.removesuffix(".gz").removesuffix(".zst")
    return next((name for suffix, name in _SINKS.items() if plain.endswith(suffix)), "jsonl")


def _instead(trouble: Trouble, message: str, text: str, put: tuple[Token, ...]) -> Mend:
    """Write something else in the place of the wrong token."""
    at = trouble.token.span
    fix = Fix(f"write `{text}`", at, text)
    return Mend(Diagnostic("DF0101", message, at, fix=fix), trouble.index, 1, put)


def _value_alone(trouble: Trouble) -> Mend | None:
    """`to jsonl "x"`, `drop "short"`: an argument without brackets."""
    token, previous = trouble.token, trouble.previous
    if token.kind not in _VALUES or previous is None or previous.kind != "NAME" or trouble.new_line:
        return None
    put = (Token("LPAR", "(", before(token.span)), token, Token("RPAR", ")", after(token.span)))
    if "LPAR" not in trouble.expected() or "CMP" in trouble.expected():
        return None
    if not trouble.holds(trouble.index, 1, put, 1):
        return None
    text = f"({token.text})"
    fix = Fix(f"write `{previous.text}{text}`" if len(text) < 40 else "put it in brackets",
              after(previous.span).to(token.span), text)  # fmt: skip
    return Mend(
        Diagnostic("DF0101", "arguments stand in brackets", token.span, fix=fix), trouble.index, 1, put
    )


def _braces(trouble: Trouble) -> Mend | None:
    """`clean.whitespace {max_blank: 1}`."""
    token, previous = trouble.token, trouble.previous
    if token.kind != "LBRACE" or previous is None or previous.kind != "NAME" or trouble.new_line:
        return None
    end = _match(trouble, trouble.index)
    if end is None or "LPAR" not in trouble.expected() or trouble.near(1).kind != "KEY":
        return None
    inner = tuple(trouble.tokens[trouble.index + 1 : end])
    close = trouble.tokens[end].span
    put = (Token("LPAR", "(", token.span), *inner, Token("RPAR", ")", close))
    if not trouble.holds(trouble.index, len(inner) + 2, put, 1):
        return None
    span = after(previous.span).to(close)
    fix = Fix("write round brackets", span, f"({retold(inner)})") if span.line == close.end_line else None
    return Mend(
        Diagnostic("DF0101", "arguments stand in round brackets", token.span.to(close), fix=fix),
        trouble.index,
        len(inner) + 2,
        put,
    )


def _tuple(trouble: Trouble) -> Mend | None:
    """`doc.lang in ("en", "fr")`: a list in round brackets."""
    opened = next(trouble.open_brackets(), None)
    if trouble.token.kind != "COMMA" or opened is None or opened.kind != "LPAR":
        return None
    at = trouble.tokens.index(opened)
    end = _match(trouble, at)
    if end is None:
        return None
    inner = tuple(trouble.tokens[at + 1 : end])
    close = trouble.tokens[end].span
    put = (Token("LSQB", "[", opened.span), *inner, Token("RSQB", "]", close))
    if not trouble.holds(at, len(inner) + 2, put, 1):
        return None
    span = opened.span.to(close)
    fix = Fix("write square brackets", span, f"[{retold(inner)}]") if span.line == close.end_line else None
    return Mend(
        Diagnostic("DF0101", "a list stands in square brackets", span, fix=fix), at, len(inner) + 2, put
    )


def _match(trouble: Trouble, at: int) -> int | None:
    """The index of the bracket that closes the one at an index."""
    open_: list[str] = []
    while trouble.tokens[at].kind != END:
        token = trouble.tokens[at]
        if token.kind in OPENERS:
            open_.append(OPENERS[token.kind])
        elif token.kind in OPENERS.values() and open_.pop() != token.kind:
            return None
        if not open_:
            return at
        at += 1
    return None
