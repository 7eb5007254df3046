"""From phrases to patterns of re2 over UTF-8, one line a subject."""

import re
from collections.abc import Mapping

from docflow.plugin import PluginError
__all__ = ["frame", "plain"]

_TRIM = (
    r"[\x00-\x09\x0b-\x22\x24-\x2f:-?\[-`{-~\xa0-\xbf\x{2010}-\x{2bff}\x{3000}-\x{303f}\x{30fb}"
    r"\x{e000}-\x{f8ff}\x{fe00}-\x{fe0f}\x{feff}\x{ff01}-\x{ff0f}\x{ff1a}-\x{ff20}\x{1f000}-\x{1faff}]"
)
"""What may stand around the words of a whole line: blanks, bullets, brackets, arrows, emoji, icons."""
_LETTER = r"0-9A-Za-z\xc0-\x{24f}\x{370}-\x{52f}"
_FRAMES = {
    "whole": rf"^{_TRIM}*(?:%s){_TRIM}*$",
    "start": rf"^{_TRIM}*(?:%s)(?:$|[^{_LETTER}])",
    "holds": rf"(?:^|[^{_LETTER}])(?:%s)(?:$|[^{_LETTER}])",
    "ends": rf"(?:^|[^{_LETTER}])(?:%s){_TRIM}*$",
}
_WORD = re.compile(r"<([a-z]+)>")
_SAME = (
    ("\u00a0", " "),
    ("\u202f", " "),
    ("\u2009", " "),
    ("\u3000", " "),
    ("\t", " "),
    ("\r", " "),
    ("\u200b", ""),
    ("\ufeff", ""),
    ("\u00ad", ""),
    ("\u2019", "'"),
    ("\u02bc", "'"),
    ("\uff1a", ":"),
    ("  ", " "),
)
_BYTES = tuple((old.encode(), new.encode()) for old, new in _SAME)


def plain(data: bytes) -> bytes:
    """Return a text in UTF-8 with its blanks and apostrophes made one kind; its lines stay as many."""
    for old, new in _BYTES:
        data = data.replace(old, new)
    return data


def frame(phrase: str, kind: str, words: Mapping[str, str], *, case: bool) -> str:
    """Return the pattern of one phrase as it stands in a line of the kind "whole", "start", "holds" or "ends".

    Raises PluginError for an unknown `<word>`.
    """
    return f"(?{'m' if case else 'im'}:{_FRAMES[kind] % _fill(phrase, words)})"


def _fill(phrase: str, words: Mapping[str, str]) -> str:
    phrase = phrase.replace("\u2019", "'")  # a phrase may write either; the text has the plain one
    while (found := _WORD.search(phrase)) is not None:
        if found[1] not in words:
            raise PluginError(f"the phrase {phrase!r} uses <{found[1]}>, which no [words] of the phrase files has")
        phrase = phrase.replace(found[0], f"(?:{words[found[1]]})".replace("\u2019", "'"))
    return phrase
