r"""f-strings: `f"...{expr}..."` cut into texts and expressions.

What stands between the braces is a small part of the language on purpose: look-ups, calls of pure
functions, literals and `??`. Mistakes are reported at their offset inside the literal (DF0315).
"""

import re

from attrs import define

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import inside
from docflow.late import late

__all__ = ["cut"]

_TOKEN = late(
    r"""[ \t]*(?:(?P<name>[A-Za-z_]\w*)|(?P<digits>\d[\d_]*(?:\.\d+)?)(?P<suffix>[A-Za-z]+|%)?"""
    r"""|\\"(?P<text>(?:[^"\\{}]|\\\\.)*)\\"|(?P<sign>\?\?|[().,]))"""
)
_ESCAPE = late(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_PIECE = late(r"\{\{|\}\}|\{|\}|(?:\\u\{[0-9A-Fa-f]*\}|\\.|[^{}\\])+", re.DOTALL)


_DEPTH = 20


class _Mistake(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, message: str, at: int, length: int = 1, advice: str | None = None) -> None:
        super().__init__(message)
        self.message, self.at, self.length, self.advice = message, at, length, advice


def cut(node: tree.Tagged, findings: Findings) -> tuple[tree.Expr, ...] | None:
    """Return the pieces of an f-string, texts as `tree.Text`; None after a mistake."""
    try:
        return tuple(_pieces(node))
    except _Mistake as mistake:
        at = inside(node.span, node.body_start + mistake.at, mistake.length)
        findings.add("DF0315", mistake.message, at, help=mistake.advice)
        return None


def _pieces(node: tree.Tagged) -> list[tree.Expr]:
    body, at = node.body, 0
    found: list[tree.Expr] = []
    if node.flags:
        raise _Mistake("an f-string takes no flags", len(body) + 1, len(node.flags))
    while at < len(body):
        match = _PIECE.match(body, at)
        word = match.group() if match else body[at]
        if word == "{":
            at = _expression(node, at, found)
            continue
        if word == "}":
            raise _Mistake("a `}` without its `{`", at, 1, "write `}}` for the sign itself")
        value = word[0] if word in ("{{", "}}") else _decoded(word, at)
        found.append(tree.Text(inside(node.span, node.body_start + at, len(word)), value))
        at += len(word)
    return found


def _decoded(word: str, at: int) -> str:
    def replace(match: re.Match[str]) -> str:
        digits, sign = match.groups()
        if digits is not None and int(digits, 16) <= 0x10FFFF and not 0xD800 <= int(digits, 16) <= 0xDFFF:
            return chr(int(digits, 16))
        if digits is None and sign in _SIMPLE:
            return _SIMPLE[sign]
        advice = 'the escapes are \\n \\t \\" \\\\ \\u{...}'
        raise _Mistake(f"`{match.group()}` is no escape", at + match.start(), len(match.group()), advice)

    return _ESCAPE.sub(replace, word)


def _expression(node: tree.Tagged, opened: int, found: list[tree.Expr]) -> int:
    """Read one `{...}` and return the offset behind it."""
    end = node.body.find("}", opened)
    if end < 0:
        raise _Mistake("this `{` is never closed", opened, 1, "write `{{` for the sign itself")
    reader = _Reader(node, opened + 1, end)
    if not node.body[opened + 1 : end].strip():
        raise _Mistake(
            "there is nothing between the braces", opened, end - opened + 1, "write `{{}}` for the signs"
        )
    expr = reader.default()
    reader.finish()
    found.append(expr)
    return end + 1


@define(eq=False, repr=False)
class _Reader:
    """Reads an expression from the body of the literal; offsets are those of the body."""

    node: tree.Tagged
    at: int
    end: int
    depth: int = 0

    def peek(self) -> tuple[re.Match[str] | None, str]:
        """Return the next token and its kind, "" at the end or where none begins."""
        match = _TOKEN.match(self.node.body, self.at, self.end)
        return match, (match.lastgroup or "") if match else ""

    def sign(self, wanted: str) -> Span | None:
        """Take a sign and return its span, if it is the next token."""
        match, kind = self.peek()
        if match is None or kind != "sign" or match["sign"] != wanted:
            return None
        self.at = match.end()
        return self.span(match.start("sign"), match.end())

    def span(self, start: int, end: int) -> Span:
        """Return the span of a part of the body."""
        return inside(self.node.span, self.node.body_start + start, end - start)

    def default(self) -> tree.Expr:
        """Read `a ?? b ?? c`."""
        left = self.value()
        while op := self.sign("??"):
            right = self.value()
            left = tree.Binary(left.span.to(right.span), "??", op, left, right)
        return left

    def value(self) -> tree.Expr:
        """Read a literal, a look-up or a call."""
        match, kind = self.peek()
        if match is None or kind == "sign":
            raise self.mistake()
        self.at = match.end()
        if match["name"] is not None:
            return self.look_up(match)
        span = self.span(match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
        if match["digits"] is not None:
            return tree.Number(span, match["digits"], match["suffix"] or "")
        return tree.Text(span, match["text"].replace("\\\\", "\\"))

    def look_up(self, first: re.Match[str]) -> tree.Expr:
        """Read `name`, `name.member` or `name(arguments)`, after its first name."""
        names, spans = [first["name"]], [self.span(first.start("name"), first.end("name"))]
        while self.sign("."):
            match, kind = self.peek()
            if match is None or kind != "name":
                raise self.mistake()
            self.at = match.end()
            names.append(match["name"])
            spans.append(self.span(match.start("name"), match.end()))
        opened = self.sign("(")
        if opened is not None:
            return self.call(tree.Path(spans[0].to(spans[-1]), tuple(names), tuple(spans)), opened)
        if names[0] in ("true", "false") and len(names) == 1:
            return tree.Boolean(spans[0], names[0] == "true")
        made: tree.Expr = tree.Name(spans[0], names[0])
        for name, span in zip(names[1:], spans[1:], strict=True):
            made = tree.Access(spans[0].to(span), made, name, span)
        return made

    def call(self, path: tree.Path, opened: Span) -> tree.Expr:
        """Read the arguments of a call, after its `(`."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise _Mistake("calls are nested too deeply", self.at - 1, 1, "give its parts names with `let`")
        args: list[tree.Arg] = []
        closed = self.sign(")")
        while closed is None:
            value = self.default()
            args.append(tree.Arg(value.span, None, None, value))
            closed = self.sign(")")
            if closed is None and self.sign(",") is None:
                raise self.mistake()
        self.depth -= 1
        return tree.Call(path.span.to(closed), path, tuple(args), opened.to(closed))

    def finish(self) -> None:
        """Refuse what is left before the closing brace."""
        if self.node.body[self.at : self.end].strip():
            raise self.mistake()

    def mistake(self) -> _Mistake:
        """Return what is wrong at the place that has been reached."""
        rest = self.node.body[self.at : self.end]
        at = self.at + len(rest) - len(rest.lstrip())
        advice = "look-ups, function calls, literals and `??` may stand here; name anything else with `let`"
        if at >= self.end:
            return _Mistake("the expression ends too early", self.end, 1, advice)
        sign = self.node.body[at]
        if sign in ":!=":
            return _Mistake(
                "an f-string takes no format after the expression",
                at,
                self.end - at,
                "round with `round(x, 2)`",
            )
        if sign == "{":
            return _Mistake("braces cannot stand inside braces", at, 1, advice)
        return _Mistake(f"`{sign}` cannot stand in an f-string's expression", at, 1, advice)
