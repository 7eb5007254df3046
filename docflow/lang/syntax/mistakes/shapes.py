"""What has another shape in other languages: `let x: int = 3`, `elif`, `max-blank: 1`, `clean::unicode`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, after, before, retold

__all__ = ["find"]


def find(trouble: Trouble) -> Mend | Diagnostic | None:
    """Recognise the shape of another language, or a word that goes without saying there."""
    for rule in (
        _left_out,
        _let_with_type,
        _on_error,
        _hyphen,
        _hyphen_in_name,
        _joined,
        _path,
        _otherwise_if,
        _typed,
        _tee,
    ):
        found = rule(trouble)
        if found is not None:
            return found
    return None


_WORDS = (
    ("LET", "let", "EQUAL", "a value is named with `let`"),
    ("WITH", "with", "COLON", "settings of a flow stand after `with`"),
    ("FROM", "from", "LPAR", "the source of a flow stands after `from`"),
    ("WHEN", "when", "DOT", "an arm of a route begins with `when`"),
)


def _left_out(trouble: Trouble) -> Mend | None:
    """`x = 3`, `workers: 4`, `files("*.txt")`, `doc.words > 3 => keep` without the word before them."""
    token = trouble.token
    previous = trouble.previous
    if token.kind not in ("NAME", "KEY") or token.text in trouble.tables.words:
        return None
    if previous is not None and previous.text == "drop":
        return None
    for kind, word, sign, message in _WORDS:
        if "COMMA" in trouble.expected() and not (kind == "FROM" and trouble.new_line):
            continue
        if kind != "WHEN" and not trouble.new_line and previous is not None and previous.kind != "LBRACE":
            continue
        if kind not in trouble.expected() or trouble.near(1).kind != sign:
            continue
        put = (Token("NAME", word, before(token.span)),)
        if trouble.holds(trouble.index, 0, put, 3):
            fix = Fix(f"add `{word}`", before(token.span), f"{word} ")
            return Mend(Diagnostic("DF0101", message, token.span, fix=fix), trouble.index, 0, put)
    return None


def _let_with_type(trouble: Trouble) -> Mend | None:
    """`let x: int = 3`."""
    token, type_ = trouble.token, trouble.near(1)
    if token.kind != "COLON" or trouble.near(-2).text != "let" or trouble.near(2).kind != "EQUAL":
        return None
    span = token.span.to(type_.span)
    message = "a `let` has the type of its value, and none is written"
    found = Diagnostic("DF0101", message, span, fix=Fix("leave the type out", span, ""))
    return Mend(found, trouble.index, 2)


def _on_error(trouble: Trouble) -> Mend | None:
    """`on_error skip`, `onerror: skip`."""
    token = trouble.token
    if token.text.lower() not in ("on_error", "onerror", "on_failure") or "ON" not in trouble.expected():
        return None
    drop = 1 + (trouble.near(1).kind in ("COLON", "EQUAL"))
    put = (Token("NAME", "on", token.span), Token("NAME", "error", token.span))
    span = token.span.to(trouble.near(drop - 1).span)
    found = Diagnostic("DF0101", "two words: `on error`", span, fix=Fix("write `on error`", span, "on error"))
    return Mend(found, trouble.index, drop, put) if trouble.holds(trouble.index, drop, put, 1) else None


def _hyphen(trouble: Trouble) -> Mend | None:
    """`clean.whitespace(max-blank: 1)`."""
    if trouble.token.kind != "COLON" or trouble.index < 3:
        return None
    first, sign, second = trouble.tokens[trouble.index - 3 : trouble.index]
    if sign.text != "-" or first.kind != "NAME" or second.kind not in ("KEY", "NAME"):
        return None
    if first.span.end != sign.span.start or sign.span.end != second.span.start:
        return None
    at, name = trouble.index - 3, f"{first.text}_{second.text}"
    span = first.span.to(second.span)
    put = (Token("KEY", name, span),)
    found = Diagnostic(
        "DF0101", "names are joined with `_`, not with `-`", span, fix=Fix(f"write `{name}`", span, name)
    )
    return Mend(found, at, 3, put) if trouble.holds(at, 3, put, 1) else None


_NAMED = ("flow", "stage", "param", "let", "secret", "as", "of", "mock")


def _hyphen_in_name(trouble: Trouble) -> Mend | None:
    """`flow my-flow {`, `param out-dir: path`."""
    at = trouble.index - (trouble.token.text == "-")
    end = min(at + 1, len(trouble.tokens) - 1)
    while trouble.tokens[end].text == "-" and trouble.tokens[end + 1].kind in ("NAME", "KEY"):
        end += 2
    parts = tuple(trouble.tokens[at:end]) if at > 0 else ()
    name = retold(parts).replace("-", "_")
    if len(parts) < 3 or trouble.tokens[at - 1].text not in _NAMED or not name.isidentifier():
        return None
    span = parts[0].span.to(parts[-1].span)
    put = (Token(parts[-1].kind, name, span),)
    if not trouble.holds(at, len(parts), put, 1):
        return None
    found = Diagnostic(
        "DF0101", "names are joined with `_`, not with `-`", span, fix=Fix(f"write `{name}`", span, name)
    )
    return Mend(found, at, len(parts), put)


def _joined(trouble: Trouble) -> Mend | None:
    """`clean/unicode`, `clean::unicode`, `clean->unicode`."""
    token, previous = trouble.token, trouble.previous
    sign = {"/": 1, ":": 2, "-": 2}.get(token.text, 0)
    if previous is None or previous.kind not in ("NAME", "KEY") or not sign:
        return None
    end, name = trouble.near(sign - 1), trouble.near(sign)
    whole = token.span.to(end.span)
    if (
        name.kind not in ("NAME", "KEY")
        or previous.span.end != token.span.start
        or name.span.start != end.span.end
    ):
        return None
    if retold((token, end) if sign == 2 else (token,)) not in ("/", "::", "->"):
        return None
    put = (Token("DOT", ".", whole), Token("NAME", name.text, name.span))
    if trouble.gain(trouble.index, sign + 1, put) < sign + 1:
        return None
    found = Diagnostic(
        "DF0101", "a plugin and its step are joined with a dot", whole, fix=Fix("write `.`", whole, ".")
    )
    return Mend(found, trouble.index, sign + 1, put)


def _path(trouble: Trouble) -> Mend | None:
    """`include parts/shared.flow as shared`."""
    if (
        trouble.previous is None
        or trouble.previous.text != "include"
        or trouble.token.kind not in ("NAME", "DOT")
    ):
        return None
    end = trouble.index + 1
    while trouble.tokens[end].span.start == trouble.tokens[end - 1].span.end and trouble.tokens[end].text:
        end += 1
    path = tuple(trouble.tokens[trouble.index : end])
    text, span = f'"{retold(path)}"', path[0].span.to(path[-1].span)
    put = (Token("STRING", text, span),)
    if "." not in text or not trouble.holds(trouble.index, len(path), put, 1):
        return None
    found = Diagnostic("DF0101", "the file stands in quotes", span, fix=Fix(f"write `{text}`", span, text))
    return Mend(found, trouble.index, len(path), put)


def _otherwise_if(trouble: Trouble) -> Diagnostic | None:
    """`when a { } elif b { }`, `when a { } else if b { }`."""
    token, previous = trouble.token, trouble.previous
    joined = token.text in ("elif", "elsif", "elseif") and "ELSE" in trouble.expected()
    apart = token.text in ("if", "when") and previous is not None and previous.text == "else"
    if not joined and not apart:
        return None
    help_ = "write `| route { when A { ... } when B { ... } else => keep }`"
    message = "`when` has two sides; a `route` takes the first of many arms that fits"
    return Diagnostic("DF0101", message, token.span, help_)


def _typed(trouble: Trouble) -> Diagnostic | None:
    """`names: [text]`, `names: list<text>`, `kind: enum("a")`, `kind: "a" | "b"`."""
    at = trouble.index - 1
    back = next((n for n in range(4) if at - n >= 1 and trouble.tokens[at - n].kind == "COLON"), None)
    if back is None or (trouble.token.text not in ("[", "]", "<", "(") and trouble.token.kind != "STRING"):
        return None
    key = at - back - 1
    if key < 1 or trouble.tokens[key - 1].text != "param":
        return None
    help_ = (
        'a list is `list[text]`, a choice `enum["a", "b"]`, and `?` behind a type lets it be null: `text?`'
    )
    return Diagnostic("DF0101", "types are written in another way here", trouble.token.span, help_)


def _tee(trouble: Trouble) -> Diagnostic | None:
    """`tee | to jsonl("x")`."""
    if trouble.token.kind != "VBAR" or trouble.previous is None or trouble.previous.text != "tee":
        return None
    help_ = 'write `| tee { | to jsonl("copy.jsonl") }`'
    at = after(trouble.previous.span)
    return Diagnostic("DF0101", "what the copies go through stands in braces", at, help_)
