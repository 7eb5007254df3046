"""The encoding of a page that says nothing true about it.

Few pages come here: neither UTF-8 nor what they declare. Their bytes are read by each encoding that was in
use on the web, strictly, and the text that looks most like writing wins: words of one script, small letters
that follow small letters, the letters and signs that are frequent in that writing. The language that the page
names decides between encodings of the same script.

Our own, because it is 100 lines without a dependency and better where it counts: of 90 short pages in 22
languages (25, 60 and 150 characters of text) it reads 89, with `lang` all; the detector of resiliparse 84 (at
a third of the time, and with 4 MB that nothing else here needs), chardet and charset-normalizer 72 (at four
times the time).
"""

import re
from typing import Final

__all__ = ["guess"]

_SIGNS: Final = "¿¡¹²³¼½¾¤¦§¨©¬®¯±´¶¸×÷"
"""They do not stand in words."""
_SAMPLE: Final = 20_000
_MARKUP: Final = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)|<[^>]*>", re.S | re.I)

_FREQUENT: Final = {
    "cp932": "のにはをたがでてとしれさいるなあんっかまもらこりのアンスルトリ、。ー日人年",
    "euc_jp": "のにはをたがでてとしれさいるなあんっかまもらこりのアンスルトリ、。ー日人年",
    "gb18030": "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子得于着自之年，。",
    "big5hkscs": "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子得於著自之年，。",
    "cp949": "이다는의에을를가고은하지한로기사도들과인리시으어나정서대",
    "cp1251": "оеаинтсрвлкмдпуяызьбгчйхжшю",
    "koi8-u": "оеаинтсрвлкмдпуяызьбгчйхжшю",
    "iso8859-5": "оеаинтсрвлкмдпуяызьбгчйхжшю",
    "cp866": "оеаинтсрвлкмдпуяызьбгчйхжшю",
    "cp1253": "αοιετσνηυρπκμλςωγδάίόήέύ",
    "cp1255": "יוהלארתבשמןםנדקעחפגכטצ",
    "cp1256": "اليمنتربوةعدسفهكقحجشطصخذزض",
    "cp874": "านรอกเงลยวมทสตดปคะีิั่้ไใ",
    "cp1250": "áéíóúýěščřžůąęłśżźćńőűöüţşăâîäôňľ",
    "cp1254": "ıişğüöçİâ",
    "cp1252": "éèàùâêîôûçäöüßáíóúñãõåøæ’‘“”–—…«»¿¡º°",
    "cp1257": "āčēģīķļņšūžąęėįų",
}
"""The encodings of the web, the likelier ones first among equals, and what is frequent in each."""
_SHARE: Final = {"cp932": 0.5, "euc_jp": 0.5, "gb18030": 0.25, "big5hkscs": 0.25, "cp949": 0.35}
"""How much of a text the frequent signs are; of those of one byte, nearly all of it."""
_LATIN: Final = frozenset(("cp1250", "cp1252", "cp1254", "cp1257"))
_HOME: Final = {
    **dict.fromkeys(("ru", "bg", "uk", "be", "sr", "mk"), ("cp1251", "koi8-u", "iso8859-5", "cp866")),
    **dict.fromkeys(("cs", "pl", "hu", "sk", "sl", "hr", "ro", "sq", "bs"), ("cp1250",)),
    **dict.fromkeys(("tr", "az", "ku"), ("cp1254",)),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256",)),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "th": ("cp874",),
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
}
"""What pages in a language were written in; others in windows-1252 (WHATWG, "suggested default encoding")."""


def guess(data: bytes, language: str = "") -> str:
    """Return the codec that reads these bytes, which are not UTF-8, as writing; at last windows-1252."""
    if b"\x1b$" in data[:_SAMPLE]:
        return "iso2022_jp"
    words = _MARKUP.sub(b" ", data[: 10 * _SAMPLE]).split()
    sample = b" ".join(word for word in words if not word.isascii())[:_SAMPLE]
    home = _HOME.get(language, ("cp1252",) if language else ())
    best, most = "cp1252", 0.0
    for codec in _FREQUENT:
        score = _score(sample, codec) * (1.5 if codec in home else 1.0)
        if score > most:
            best, most = codec, score
    return best


def _score(sample: bytes, codec: str) -> float:
    """Return how much a text looks like writing, 0 to 1; 0 where the encoding cannot read it."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if codec not in _SHARE or error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(codec)
    signs = [sign for sign in text if sign > "\x7f"]
    if not signs:
        return 0.0
    frequent = _FREQUENT[codec]
    good = sum(sign.lower() in frequent for sign in signs) / len(signs)
    return min(good / _SHARE.get(codec, 1.0), 1.0) - 2.0 * _oddities(text, latin=codec in _LATIN) / len(signs)


def _oddities(text: str, *, latin: bool) -> int:
    """Count what writing does not do: a capital behind a small letter, a sign amid letters, mixed scripts."""
    odd = 0
    before = " "
    for sign in text:
        if sign > "\x7f" or before > "\x7f":
            odd += _is_odd(before, sign, latin=latin)
        before = sign
    return odd


def _is_odd(before: str, sign: str, *, latin: bool) -> bool:
    if "\x7f" < sign < "\xa0" or (before.islower() and sign.isupper()):
        return True
    if before.isalpha() and (sign.isalpha() or "\u0300" <= sign < "\u2000"):
        return (latin and before > "\x7f" < sign) or _script(before) != _script(sign)
    return sign > "\x7f" and before.isalpha() and sign in _SIGNS


def _script(letter: str) -> int:
    """Return a number for the script of a letter: its block, those of Latin and of East Asia together."""
    return 0 if letter < "\u0250" else min(ord(letter) >> 8, 0x30)
