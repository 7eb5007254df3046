"""From phrases to patterns of re2 over UTF-8, one line a subject."""

import re
from collections.abc import Mapping
from functools import lru_cache

from docflow.plugin import PluginError

__all__ = ["TOKEN", "TRIM", "WIDER", "frame", "plain", "sought", "stripped"]

TOKEN = re.compile(
    r"\(\?[a-z-]*:|\((?!\?)|\)|\||<[a-z]+>|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\{[0-9,]+\}|[?*+]|.", re.S
)
"""The parts of a phrase; a class of characters is one part."""
TRIM = (
    r"[\x00-\x09\x0b-\x22\x24-\x2f:-?\[-`{-~\xa0-\xbf\x{200b}-\x{200f}\x{2010}-\x{2bff}\x{3000}-\x{303f}"
    r"\x{30fb}\x{e000}-\x{f8ff}\x{fe00}-\x{fe0f}\x{feff}\x{ff01}-\x{ff0f}\x{ff1a}-\x{ff20}\x{1f000}-\x{1faff}]"
)
"""What may stand around the words of a whole line: blanks, bullets, brackets, arrows, emoji, icons."""
_AROUND = re.compile(
    "(?s:%s*+(.*?)%s*)"
    % ((re.sub(r"\\x\{([0-9a-f]+)\}", lambda code: re.escape(chr(int(code[1], 16))), TRIM),) * 2)
)
_AROUND_ASCII = "".join(char for char in map(chr, range(128)) if _AROUND.sub(r"\1", char) == "")
_LETTER = r"0-9A-Za-z\xc0-\x{24f}\x{370}-\x{52f}"
_FRAMES = {
    "whole": rf"^{TRIM}*(?:%s){TRIM}*$",
    "start": rf"^{TRIM}*(?:%s)(?:$|[^{_LETTER}])",
    "holds": rf"(?:^|[^{_LETTER}])(?:%s)(?:$|[^{_LETTER}])",
    "ends": rf"(?:^|[^{_LETTER}])(?:%s){TRIM}*$",
}
_APOSTROPHE = "['\u2019\u02bc]"
WIDER = {" ": r"[ \t\x{a0}\x{202f}\x{3000}]", "'": _APOSTROPHE, "\u2019": _APOSTROPHE, ":": "[:\uff1a]"}
"""What a plain character of a phrase also stands for."""


_PLAIN = (
    *(("\t", " "), ("\xa0", " "), ("\u202f", " "), ("\u3000", " "), ("\u2019", "'"), ("\u02bc", "'")),
    *(("\uff1a", ":"), ("\u017f", "s"), ("\u1c80", "в"), ("\u1c81", "д"), ("\u1c82", "о"), ("\u1c83", "с")),
    *(("\u1c84", "т"), ("\u1c85", "т"), ("\u1c86", "ъ")),
)
"""What is compared as if it were another character: (it, the other)."""


def plain(text: str) -> str:
    """Return a text with one kind of blank, apostrophe and colon, as phrases are compared."""
    if text.isascii():
        return text.replace("\t", " ")
    for old, new in _PLAIN:  # faster than str.translate by far
        text = text.replace(old, new)
    return text


def frame(phrase: str, kind: str, words: Mapping[str, str], *, case: bool) -> str:
    """Return the pattern of one phrase as it stands in a line: "whole", "start", "holds" or "ends".

    Raises PluginError for an unknown `<word>`.
    """
    filled = "".join(_part(token, words) for token in TOKEN.findall(phrase))
    return f"(?{'m' if case else 'im'}:{_FRAMES[kind] % filled})"


def sought(text: str) -> str:
    """Return the pattern of a plain text, with whatever a plain character also stands for."""
    return "".join(WIDER.get(char, re.escape(char)) for char in text)


def _part(token: str, words: Mapping[str, str]) -> str:
    if token[0] != "<" or len(token) == 1:
        return WIDER.get(token, token)
    if token[1:-1] not in words:
        raise PluginError(f"a phrase of residue uses {token}, which no [words] of the phrase files has")
    return _word(words[token[1:-1]], tuple(words.items()))


@lru_cache(maxsize=256)
def _word(meaning: str, words: tuple[tuple[str, str], ...]) -> str:
    known = dict(words)
    return f"(?:{''.join(_part(token, known) for token in TOKEN.findall(meaning))})"


def stripped(line: str) -> str:
    """Return a line without what may stand around the words of a whole line."""
    if line.isascii():
        return line.strip(_AROUND_ASCII)
    found = _AROUND.fullmatch(line)
    return "" if found is None else found[1]
