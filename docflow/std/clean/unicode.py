"""One spelling for each character: normal form, newlines, spaces, invisible characters, quotes."""

import unicodedata
from typing import Literal

from docflow.plugin import Cleaner, Example, component, option

__all__ = ["Unicode"]

SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
"""The no-break space and the spaces of other widths."""
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
"""Zero-width space, word joiner, byte order mark, soft hyphen: no writing system spells with them."""
JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: part of the spelling in Persian and Indic scripts, and of emoji."""
QUOTES = (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'))


@component(
    "unicode",
    everyday=True,
    examples=(
        Example("Cafe\u0301\u00a0au\u00ad\tlait\r\n", "Café au lait\n"),
        Example("“It’s”", '"It\'s"', {"quotes": True}),
        Example("ﬁve ① ½", "five 1 1⁄2", {"form": "NFKC"}),
        Example("a\r\nb\u200b", "a\nb\u200b", {"invisible": False}),
        Example("می\u200cخواهم", "می\u200cخواهم", note="the non-joiner is part of the word"),
        Example("a\u200db", "ab", {"joiners": True}),
    ),
)
class Unicode(Cleaner):
    """Spell every character in one way.

    The text is brought to the normal form first; then newlines, spaces, invisible characters and quotes are
    made plain, each where its option says so. Apart from that, no visible character changes. The zero-width
    non-joiner and joiner stay unless `joiners` says otherwise: they belong to the spelling of Persian and of
    many Indian languages, and hold some emoji together.
    """

    form: Literal["NFC", "NFKC", "none"] = option(
        default="NFC",
        doc="The normal form: NFC joins letters and accents, NFKC also makes ligatures and wide forms plain.",
    )
    newlines: bool = option(default=True, doc="Turn CR LF and CR into a newline.")
    spaces: bool = option(
        default=True, doc="Turn no-break spaces, spaces of other widths, and tabs into a space."
    )
    invisible: bool = option(
        default=True, doc="Remove zero-width spaces, word joiners, byte order marks and soft hyphens."
    )
    joiners: bool = option(default=False, doc="Remove zero-width joiners and non-joiners, too.")
    quotes: bool = option(default=False, doc="Turn curly quotes into straight ones.")

    def clean(self, text: str) -> str:
        """Return the text in plain characters."""
        if self.newlines and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.spaces and "\t" in text:
            text = text.replace("\t", " ")
        return text if text.isascii() else self._clean_wide(text)

    def _clean_wide(self, text: str) -> str:
        if self.form != "none" and not unicodedata.is_normalized(self.form, text):
            text = unicodedata.normalize(self.form, text)
        # A search for a character that is not there costs far less than `str.translate`.
        for char in SPACES if self.spaces else "":
            if char in text:
                text = text.replace(char, " ")
        gone = (INVISIBLE if self.invisible else "") + (JOINERS if self.joiners else "")
        for char in gone:
            if char in text:
                text = text.replace(char, "")
        for curly, straight in QUOTES if self.quotes else ():
            if curly in text:
                text = text.replace(curly, straight)
        return text
