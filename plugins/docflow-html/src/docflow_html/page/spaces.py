"""White space as the layout treats it."""

from docflow.plugin import late

__all__ = ["collapse"]

_RUNS = late("[ \t\n\r\f\xa0]{2,}|[\t\n\r\f\xa0]")
_UNSEEN = late("[\xad\u200b\u2060\ufeff]")
_ENDS = " \u2002\u2003\u2009\u202f\u3000"


def collapse(text: str) -> str:
    """Return a text with each run of white space as one space, none at its ends.

    A no-break space counts as one. What is never seen goes: soft hyphens, spaces of no width. Other
    spaces, such as the wide one of Chinese and Japanese, stay inside the text as they are.
    """
    if text.isascii():
        return " ".join(text.split())
    return _RUNS.sub(" ", _UNSEEN.sub("", text)).strip(_ENDS)
