"""White space as the layout treats it."""

from docflow.plugin import late

__all__ = ["collapse", "runs_collapsed", "shown", "trimmed"]

_RUNS = late("[ \t\n\r\f\xa0]{2,}|[\t\n\r\f\xa0]")
_WIDE = "[\u2e80-\ua4cf\uf900-\ufaff\uff01-\uffef]"
_BROKEN = late(f"(?<={_WIDE})[ \t\r\f]*\n[ \t\n\r\f]*(?={_WIDE})")
_UNSEEN = late("[\xad\u200b\u2060\ufeff]")
_ENDS = " \u2002\u2003\u2009\u202f\u3000"


def collapse(text: str) -> str:
    """Return a text with each run of white space as one space, none at its ends.

    A no-break space counts as one. What is never seen goes: soft hyphens, spaces of no width. Other
    spaces, such as the wide one of Chinese and Japanese, stay inside the text as they are.
    """
    if text.isascii():
        return " ".join(text.split())
    return trimmed(runs_collapsed(shown(text)))


def runs_collapsed(text: str) -> str:
    """Return a text with each run of white space as one space, also at its ends.

    A line break of the source between two signs of Chinese or Japanese is none (CSS Text 3, 4.1.3).
    """
    if "\n" in text and not text.isascii():
        text = _BROKEN.sub("", text)
    return _RUNS.sub(" ", text)


def shown(text: str) -> str:
    """Return a text without what is never seen."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def trimmed(text: str, *, start: bool = True, end: bool = True) -> str:
    """Return a text without white space at its start and at its end, the wide spaces too."""
    kept = text.lstrip(_ENDS) if start else text
    return kept.rstrip(_ENDS) if end else kept
