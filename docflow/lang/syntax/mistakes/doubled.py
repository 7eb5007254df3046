"""A token too many or two in the wrong order: `to to jsonl(...)`, `limit param: int`, `when x: {`."""

from itertools import pairwise

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, after, retold

__all__ = ["needless", "swapped", "twice"]

_PLAIN = {
    "NAME", "KEY", "STRING", "NUMBER", "TAGGED", "VBAR", "COMMA", "COLON", "EQUAL", "DOT", "CMP", "ARROW",
}  # fmt: skip
_BEFORE_BLOCKS = {"then", "do", ":", "and", "->", "=>"}


def twice(trouble: Trouble) -> Mend | None:
    """`to to jsonl(...)`, `doc doc.words`: the same word or sign twice in a row."""
    for at in (trouble.index, trouble.index - 1):
        if at < 1:
            continue
        one, other = trouble.tokens[at - 1], trouble.tokens[at]
        apart = one.span.end < other.span.start or one.kind == "COMMA"
        apart = apart or (one.kind == "VBAR" and _first(trouble, at - 1))
        if one.text != other.text or other.kind not in _PLAIN or not apart:
            continue
        if other.kind in ("STRING", "NUMBER", "TAGGED") and "COMMA" in trouble.expected():
            continue
        if trouble.holds(at - 1, 1, (), 2):
            message = f"`{other.text}` is written twice" if len(other.text) < 40 else "this is written twice"
            fix = Fix("write it once", one.span.to(other.span), other.text)
            if other.kind == "VBAR" and at > 1 and _first(trouble, at) and not _first(trouble, at - 1):
                end = trouble.tokens[at - 2].span
                fix = Fix("write it once", after(end).to(one.span), "")
            return Mend(Diagnostic("DF0101", message, other.span, fix=fix), at - 1, 1)
    return None


def _first(trouble: Trouble, at: int) -> bool:
    """Whether the token at an index is the first of its line."""
    return not at or trouble.tokens[at - 1].span.end_line < trouble.tokens[at].span.line


def needless(trouble: Trouble) -> Mend | None:
    """`when x > 3: {`, `when x > 3 then {`: a word or sign of other languages before a block."""
    token, following = trouble.token, trouble.near(1)
    if token.kind in ("COMMA", "COLON") and following.kind != "LBRACE":
        return _needless_sign(trouble)
    if token.text not in _BEFORE_BLOCKS or following.kind != "LBRACE":
        return None
    if not trouble.holds(trouble.index, 1, (), 2):
        return None
    glued = trouble.index > 0 and trouble.tokens[trouble.index - 1].span.end == token.span.start
    fix = Fix("take it away", token.span.to(following.span), " {" if glued else "{")
    message = f"a block begins with `{{` alone, without `{token.text}`"
    return Mend(Diagnostic("DF0101", message, token.span, fix=fix), trouble.index, 1)


def _needless_sign(trouble: Trouble) -> Mend | None:
    """`clean.unicode,` before the next step or arm, `given: "x"`."""
    token, following, previous = trouble.token, trouble.near(1), trouble.previous
    between = following.kind in ("VBAR", "RBRACE") or following.text in (
        "when",
        "else",
        "then",
        "as",
        "on",
        "where",
    )
    after_word = token.kind == "COLON" and previous is not None and previous.text in _CLAUSES
    if not (between if token.kind == "COMMA" else after_word) or not trouble.holds(trouble.index, 1, (), 1):
        return None
    fix = Fix(f"remove `{token.text}`", token.span, "")
    return Mend(
        Diagnostic("DF0101", f"`{token.text}` has no meaning here", token.span, fix=fix), trouble.index, 1
    )


_CLAUSES = ("given", "then", "from", "to", "with", "expect", "drop", "when", "mock", "else", "error")


def swapped(trouble: Trouble) -> Mend | None:
    """`limit param: int = 3`, `jsonl to("x")`: two neighbours in the wrong order."""
    for at in (trouble.index - 1, trouble.index, trouble.index - 2):
        if at < 0 or at + 1 >= len(trouble.tokens):
            continue
        one, other = trouble.tokens[at], trouble.tokens[at + 1]
        if not {one.kind, other.kind} <= _PLAIN or one.span.line != other.span.line:
            continue
        if one.kind == "VBAR" and _first(trouble, at):
            continue  # the line before it is not complete
        key = other.kind == "KEY"
        put = (
            Token("NAME" if key else other.kind, other.text, one.span),
            Token("KEY" if key else one.kind, one.text, other.span),
        )
        if one.text != other.text and _reads_well(trouble, at) and trouble.holds(at, 2, put, 4):
            span = one.span.to(other.span)
            fix = Fix("swap them", span, retold((one, other), (other.text, one.text)))
            message = f"`{other.text}` belongs before `{one.text}`"
            return Mend(Diagnostic("DF0101", message, span, fix=fix), at, 2, put)
    return None


def _reads_well(trouble: Trouble, at: int) -> bool:
    """Whether two swapped tokens stand as they should: no words run together, and no space beside a dot."""
    one, other = trouble.tokens[at], trouble.tokens[at + 1]
    row = [other, one]
    gaps = [other.span.start - one.span.end]
    if at:
        row.insert(0, trouble.tokens[at - 1])
        gaps.insert(0, one.span.start - row[0].span.end)
    if at + 2 < len(trouble.tokens):
        row.append(trouble.tokens[at + 2])
        gaps.append(row[-1].span.start - other.span.end)
    for gap, (left, right) in zip(gaps, pairwise(row), strict=True):
        dotted = "DOT" in (left.kind, right.kind)
        if gap > 0 if dotted else gap == 0 and left.kind in _WORDS and right.kind in _WORDS:
            return False
    return True


_WORDS = {"NAME", "KEY", "STRING", "NUMBER", "TAGGED"}
