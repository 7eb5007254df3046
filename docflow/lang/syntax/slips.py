"""Slips of the pen below the grammar: quotes left open, typographic signs, signs of other languages.

Each is reported in its own words and read as what was meant.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from docflow.errors import Diagnostic, Fix, Span
from docflow.lang.syntax.tokens import Token
from docflow.lang.tree import Comment
from docflow.late import late
from docflow.value import evolve, frozen

__all__ = ["Slip", "hidden", "read"]

_QUOTED = late(r'[“”„‟«»＂]([^"“”„‟«»＂\n]*)["“”„‟«»＂]')
_SINGLE = late(r"['‘’‚]([^'‘’‚\"\n]*)['‘’]")
# Where a text without its closing quote most likely ends: before brackets that end the line or the step.
_CLOSERS = late(r"[)\]}][\s,)\]}]*(?=\||\n|\r|\Z)|\s*\Z")
_CURLY = late(r"[“”„‟«»＂]")
_SECRET = late(r"\bsecret[ \t]+\w+[ \t]*=[ \t]*$")
_MORE = late(r"[ \t]*[\w\"(\[{]")
_DIVISOR = late(r"[ \t]*(?:\d[\d_.]*|doc\.\w+)[ \t)\]},]*\Z")
_BIDI = late("[\u202a-\u202e\u2066-\u2069]")
_DASHES = "‐‑‒–—―−﹣－"
_FOREIGN_WORDS = {"&&": ("AND", "and"), "&": ("AND", "and"), "!": ("NOT", "not")}
_ARTICLES = {";": "a line needs no sign at its end", "`": 'a text is written in double quotes, as in "news"'}


@frozen
class Slip:
    """What stands in the text up to `end`, what it is read as (`kind` None: as nothing) and the finding.

    `shown` is how many characters from the start the finding covers, 0 for all of them; `more` are further
    tokens that stand there.
    """

    end: int
    kind: str | None
    text: str
    code: str
    message: str
    help: str | None = None
    fix: str | None = None
    title: str = ""
    shown: int = 0
    more: tuple[tuple[str, str], ...] = ()

    def finding(self, span: Span) -> Diagnostic:
        """Return the diagnostic for the slip, given its span."""
        fix = Fix(self.title, span, self.fix) if self.fix is not None else None
        return Diagnostic(self.code, self.message, _first(span, self.shown), self.help, fix=fix)


def read(text: str, start: int, end: int, found: re.Match[str] | None) -> Slip:
    """Return the slip at `start`, where no terminal fits or the pattern of a known mistake does."""
    mistake = found.lastgroup if found else None
    if mistake == "OPEN_TEXT":
        return _open_block(text, start, end)
    if mistake == "OPEN_STRING" and found:
        return _open_string(text, start, found.end())
    if found and mistake in _SIGNS:
        return _SIGNS[mistake](text, start, found.end())
    for pattern in (_QUOTED, _SINGLE):
        quoted = pattern.match(text, start, end)
        if quoted:
            return _other_quotes(text, start, quoted.end(), quoted.group(1))
    slip = _ascii(text, start) if text[start].isascii() else _foreign(text[start], start)
    if slip.kind is not None or text[start].isprintable():
        return slip
    last = start + 1  # a file of another kind holds thousands of the same: one finding says it
    while last < end and text[last] == text[start]:
        last += 1
    return evolve(slip, end=last)


def hidden(text: str, tokens: Sequence[Token], comments: Sequence[Comment]) -> Iterator[Diagnostic]:
    """Find the characters that turn the direction of writing inside texts and comments."""
    if _BIDI.search(text) is None:
        return
    parts: list[Token | Comment] = [*tokens, *comments]
    for part in parts:
        for found in _BIDI.finditer(text, part.span.start, part.span.end):
            span = _inside(text, part.span, found.start())
            escape = isinstance(part, Token) and part.kind == "STRING"
            yield Diagnostic(
                "DF0109",
                f"{_called(found.group())} makes this line read differently from what it says",
                span,
                "write it as an escape, so that everybody sees it" if escape else "remove the character",
                fix=Fix("show the character", span, f"\\u{{{ord(found.group()):x}}}")
                if escape
                else Fix("remove the character", span, ""),
            )


def _open_block(text: str, start: int, end: int) -> Slip:
    return Slip(
        end,
        "TEXT",
        text[start:end] + '"""',
        "DF0102",
        'this text block is never closed by `"""`',
        'write `"""` on a line of its own after the last line of the text',
        shown=3,
    )


def _open_string(text: str, start: int, end: int) -> Slip:
    quote = text.index('"', start)
    curly = _CURLY.search(text, quote + 1, end)
    if curly:
        return _other_quotes(text, start, curly.end(), text[quote + 1 : curly.start()], text[start:quote])
    closers = _CLOSERS.search(text, quote + 1, end)
    stop = closers.start() if closers else end
    body = text[start:stop].rstrip("\\") if text[start:stop].endswith("\\") else text[start:stop]
    return Slip(
        stop,
        "TAGGED" if quote > start else "STRING",
        body + '"',
        "DF0102",
        "this text is never closed by a quote",
        'a text ends on the line where it begins; for several lines use a block in `"""`',
        fix=text[start:stop] + '"',
        title="close the text",
        shown=quote + 1 - start,
    )


def _slashes(text: str, start: int, end: int) -> Slip:
    if _DIVISOR.match(text, start + 2, end):
        message = "there is no `//`; `/` divides, and `round(x)` gives a whole number"
        return Slip(start + 2, "MUL", "/", "DF0101", message)
    return Slip(
        end,
        None,
        "",
        "DF0101",
        "a comment begins with `#`, not with `//`",
        fix="#" + text[start + 2 : end],
        title="write `#`",
        shown=2,
    )


def _comments(text: str, start: int, end: int) -> Slip:
    """`/* ... */`, `-- ...`."""
    body = text[start + 2 : end].removesuffix("*/")
    sign = text[start : start + 2]
    alone = "\n" not in body and not text[end:].partition("\n")[0].strip()
    message = f"a comment begins with `#`, not with `{sign}`"
    fixed = f"#{body.rstrip()}" if alone else None
    return Slip(end, None, "", "DF0101", message, fix=fixed, title="write `#`", shown=2)


def _tilde(text: str, start: int, end: int) -> Slip:
    """`doc.text ~ "x"`, read as `doc.text matches re"x"`."""
    sign, quote, body = text[start:end].partition('"')
    sign = sign.rstrip()
    wanted = f'matches re"{body}' if quote else "matches"
    certain = sign != "!~" and "\\" not in body
    return Slip(
        end,
        "NAME",
        "matches",
        "DF0101",
        f"`{sign}` is not part of the language; a text is searched with `matches`",
        'write `not (TEXT matches re"...")`' if sign == "!~" else None,
        fix=wanted if certain else None,
        title=f"write `{wanted}`",
        shown=len(sign),
        more=(("TAGGED", f're"{body}'),) if quote else (),
    )


def _dollar(text: str, start: int, end: int) -> Slip:
    name = text[start + 1 : end].strip("{} \t")
    if _SECRET.search(text, max(0, start - 200), start):
        called = f'env("{name}")'
        more = (("LPAR", "("), ("STRING", f'"{name}"'), ("RPAR", ")"))
        message, title = f"a secret is read from the environment with `{called}`", f"write `{called}`"
        return Slip(end, "NAME", "env", "DF0101", message, fix=called, title=title, more=more)
    message = f"a value is named without `$`: `{name}`"
    return Slip(end, "NAME", name, "DF0101", message, fix=name, title=f"write `{name}`")


def _pattern(text: str, start: int, end: int) -> Slip:
    tag, _, rest = text[start:end].partition("'")
    body, _, flags = rest.partition("'")
    plain = f'{"f" if tag == "f" else "re"}"{body}"{flags}'
    message = "a text is written in double quotes"
    return Slip(end, "TAGGED", plain, "DF0101", message, fix=plain, title=f"write `{plain}`")


def _slashed(text: str, start: int, end: int) -> Slip:
    """`drop: /abc/i`."""
    body, _, flags = text[start + 1 : end].rpartition("/")
    plain = f're"{body}"{flags}'
    message = 'a regular expression is written `re"..."`, not between slashes'
    return Slip(end, "TAGGED", plain, "DF0101", message, fix=plain, title=f"write `{plain}`")


def _untagged(text: str, start: int, end: int) -> Slip:
    r"""`matches "\d+"`: the backslashes show that a pattern is meant."""
    plain = f"re{text[start:end]}"
    message = 'a regular expression is written `re"..."`'
    return Slip(end, "TAGGED", plain, "DF0101", message, fix=plain, title="make it a regex")


def _flags(text: str, start: int, end: int) -> Slip:
    """`re"x"I`."""
    body, _, flags = text[start:end].rpartition('"')
    plain = f'{body}"{flags.lower()}'
    message = "the flags of a regular expression are small letters"
    return Slip(end, "TAGGED", plain, "DF0101", message, fix=plain, title=f"write `{flags.lower()}`")


def _specifier(text: str, start: int, end: int) -> Slip:
    plain = f'"{text[start:end]}"'
    message = "the versions that are wanted stand in quotes"
    return Slip(end, "STRING", plain, "DF0101", message, fix=plain, title=f"write `{plain}`")


def _glob(text: str, start: int, end: int) -> Slip:
    """`files(data/*.txt)`."""
    plain = f'"{text[start:end]}"'
    return Slip(
        end, "STRING", plain, "DF0101", "a path stands in quotes", fix=plain, title=f"write `{plain}`"
    )


def _other_quotes(text: str, start: int, end: int, body: str, tag: str = "") -> Slip:
    wrong = next(sign for sign in text[start + len(tag) : end] if sign in "“”„‟«»＂'‘’‚")
    plain = f'{tag}"{body}"'
    single = wrong == "'"
    return Slip(
        end,
        "TAGGED" if tag else "STRING",
        plain,
        "DF0101" if single else "DF0109",
        "a text is written in double quotes" if single else f"{_called(wrong)} does not delimit a text",
        None if single else 'texts are written in straight double quotes, as in "news"',
        fix=plain,
        title="use straight double quotes",
    )


_SIGNS = {
    "SLASHES": _slashes,
    "COMMENTS": _comments,
    "TILDE": _tilde,
    "DOLLAR": _dollar,
    "PATTERN": _pattern,
    "SLASHED": _slashed,
    "UNTAGGED": _untagged,
    "FLAGS": _flags,
    "SPECIFIER": _specifier,
    "GLOB": _glob,
}


def _ascii(text: str, start: int) -> Slip:
    sign = text[start : start + 2] if text[start : start + 2] == "&&" else text[start]
    if sign in _FOREIGN_WORDS:
        kind, word = _FOREIGN_WORDS[sign]
        return Slip(
            start + len(sign),
            kind,
            word,
            "DF0101",
            f"`{sign}` is not part of the language; the word is `{word}`",
            fix=f"{word} " if sign == "!" else word,
            title=f"write `{word}`",
        )
    if sign == "%":
        message = "there is no `%` between two numbers; the operators are `+ - * /`"
        return Slip(start + 1, "MUL", "*", "DF0101", message)
    if sign == ";" and _MORE.match(text, start + 1):
        message = "values are separated by commas"
        return Slip(start + 1, "COMMA", ",", "DF0101", message, fix=",", title="write `,`")
    if sign.isprintable():
        message = f"`{sign}` has no meaning here"
        return Slip(start + 1, None, "", "DF0101", message, _ARTICLES.get(sign), fix="", title="remove it")
    message = f"{_called(sign)} has no meaning here"
    return Slip(start + 1, None, "", "DF0109", message, fix="", title="remove the character")


def _foreign(sign: str, start: int) -> Slip:
    name = _called(sign)
    plain = "-" if sign in _DASHES else unicodedata.normalize("NFKC", sign)
    category = unicodedata.category(sign)
    if category.startswith("Z") or plain.isspace():
        message = f"{name} stands where a space belongs"
        return Slip(start + 1, None, "", "DF0109", message, fix=" ", title="write a plain space")
    kind = _KINDS.get(plain)
    if kind:
        message, title = f"{name} is not the sign `{plain}`", f"write `{plain}`"
        return Slip(start + 1, kind, plain, "DF0109", message, fix=plain, title=title)
    if category in ("Cf", "Cc"):
        message, title = f"{name} cannot be seen and has no meaning here", "remove the character"
        return Slip(start + 1, None, "", "DF0109", message, fix="", title=title)
    message = f"{name} has no meaning here"
    return Slip(start + 1, None, "", "DF0109", message, "outside texts and comments only plain signs count")


_KINDS = {
    "-": "MINUS",
    "+": "PLUS",
    "*": "MUL",
    "/": "MUL",
    "|": "VBAR",
    ":": "COLON",
    ",": "COMMA",
    ".": "DOT",
    "=": "EQUAL",
    "<": "CMP",
    ">": "CMP",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
    "{": "LBRACE",
    "}": "RBRACE",
    "?": "OPT",
}


def _called(sign: str) -> str:
    """Name a character: the sign itself where it shows, its code point and its Unicode name."""
    name = unicodedata.name(sign, "control character").lower()
    seen = f" `{sign}`" if sign.isprintable() and not unicodedata.combining(sign) else ""
    return f"the character{seen} U+{ord(sign):04X} ({name})"


def _first(span: Span, count: int) -> Span:
    if not count:
        return span
    return Span(
        span.file, span.start, span.start + count, span.line, span.column, span.line, span.column + count
    )


def _inside(text: str, whole: Span, offset: int) -> Span:
    line = whole.line + text.count("\n", whole.start, offset)
    start = text.rfind("\n", whole.start, offset) + 1
    column = offset - start + 1 if start else whole.column + offset - whole.start
    return Span(whole.file, offset, offset + 1, line, column, line, column + 1)
