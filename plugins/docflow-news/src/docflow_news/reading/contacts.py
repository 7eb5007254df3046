"""How to reach the writers."""

import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.byline import read_byline
from docflow_news.reading.lines import bare
from docflow_news.reading.people import read_names

__all__ = ["read_contacts"]

_MAIL = late(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_REACH = late(
    r"(?P<who>.{3,80}?),? (?:can|may) be (?:reached|contacted|e-?mailed|found|followed) "
    r"(?:at|by|on|via|through)\b"
)
_CALL = late(
    r"(?:e-?mail|contact|write to|reach|follow|got a|have a|send|tips|news tips|questions)"
    r"\b\s?:?\s?(?P<who>.{0,80})",
    re.I,
)
_WORDS_AROUND = 4


def read_contacts(lines: Sequence[str]) -> list[dict[str, object]]:
    """Return `{"name": text or None, "email": text}` for each address of a contact line or byline, each once.

    An address inside a sentence of the article is not a contact.
    """
    found: dict[str, dict[str, object]] = {}
    for i, line in enumerate(lines):
        if "@" not in line:
            continue
        mails = [m[0].strip(".'-") for m in _MAIL.finditer(line)]
        names = _names(bare(line), mails, lines[i - 1] if i else "")
        if mails and names is not None:
            for n, mail in enumerate(mails):
                name = names[n] if n < len(names) else None
                found.setdefault(mail.lower(), {"name": name, "email": mail})
    return list(found.values())


def _names(text: str, mails: list[str], above: str) -> tuple[str, ...] | None:
    """Return the names that belong to the addresses of a line; None when it is no contact line."""
    if not mails:
        return None
    reach = _REACH.match(text)
    if reach is not None:
        return read_names(reach["who"]).people
    byline = read_byline(text)
    if byline:
        return byline
    call = _CALL.match(text)
    if call is not None:
        named = read_names(call["who"])
        return named.people
    if text.replace(mails[0], "").strip(" .:;,|<>") == "":
        return read_byline(above)
    first = read_names(text)
    near = len(text.split()) <= len(mails) + _WORDS_AROUND + 2 * len(first.people)
    return first.people if first.people and near and not text.endswith((".", "!", "?")) else None
