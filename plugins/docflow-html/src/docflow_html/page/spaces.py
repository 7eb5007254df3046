"""White space as the layout treats it."""

from docflow.plugin import late

__all__ = ["collapse", "runs_collapsed", "shown", "trimmed"]

_SPACES = " \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f"
_RUNS = late(f"[{_SPACES}]{{2,}}|[{_SPACES[1:]}]")
_WIDE = "[\u2e80-\ua4cf\uf900-\ufaff\uff01-\uffef]"
_BROKEN = late(f"(?<={_WIDE})[ \t\r\f]*\n[ \t\n\r\f]*(?={_WIDE})")
_UNSEEN = "\xad\u200b\u2060\ufeff"
_ENDS = " \u3000"


def collapse(text: str) -> str:
    """Return a text with each run of white space as one space, none at its ends.

    What is never seen goes: soft hyphens, spaces of no width. The wide space of Chinese and Japanese stays
    inside the text as it is; no-break spaces and all others are spaces.
    """
    if text.isascii():
        return " ".join(text.split())
    seen = shown(text)
    if "\u3000" in seen or "\n" in seen:
        return trimmed(runs_collapsed(seen))
    return " ".join(seen.split())


def runs_collapsed(text: str) -> str:
    """Return a text with each run of white space as one space, also at its ends.

    A line break of the source between two signs of Chinese or Japanese is none (CSS Text 3, 4.1.3).
    """
    if "\n" in text and any(line.rstrip(" \t\r\f")[-1:] > "\u2e7f" for line in text.split("\n")):
        text = _BROKEN.sub("", text)
    return _RUNS.sub(" ", text)


def shown(text: str) -> str:
    """Return a text without what is never seen."""
    if text.isascii():
        return text
    for sign in _UNSEEN:
        if sign in text:
            text = text.replace(sign, "")
    return text


def trimmed(text: str, *, start: bool = True, end: bool = True) -> str:
    """Return a text without white space at its start and at its end, the wide spaces too."""
    kept = text.lstrip(_ENDS) if start else text
    return kept.rstrip(_ENDS) if end else kept
