"""Pages made to take long: what a parser would need quadratic time for is taken out before.

A parser of HTML asks, for nearly every tag, what is open around it: 100,000 nested `<div>` take lexbor 62
seconds. Browsers stop at a depth of 512 for that reason, and so does this. Elements of formatting that are
never closed are opened again in each paragraph, and each attribute is compared with all others of its tag:
they are bounded, too. Pages of people do not come near the bounds (none of 1,110 real ones is touched).
"""

import re
from collections.abc import Iterator
from typing import Final

from docflow.plugin import late
from docflow_html.page.nesting import CLOSING_STARTS, RAW, VOID, Nesting
from docflow_html.page.tags import BLOCK, KINDS

__all__ = ["tame"]

_SMALL: Final = 4000
"""So many signs `<` cost little, however they are nested (0.1 s at worst)."""
_DEEPEST: Final = 400
_MOST_LEFT_OPEN: Final = 100
_LONG_TAG: Final = 20_000
_MOST_ATTRIBUTES: Final = 1000

_NAME: Final = late(r"<(/?[A-Za-z][A-Za-z0-9]*)")
_TAG: Final = late(
    r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][^\s/>]{0,60})[^>\"']*(?:(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))[^>\"']*)*(?:>|\Z)",
    re.S,
)
_ATTRIBUTE: Final = late(r"[^\s/=\"'][^\s/=]*(?:\s*=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s\"'][^\s]*))?")
_OPENS: Final = late(r"<[A-Za-z][^\s/<]{0,60}")
_START, _CLOSING_START, _END, _IS_RAW, _IS_VOID = range(1, 6)


def tame(html: str) -> str:
    """Return the page, without what would make parsing it slow; nearly always the same object."""
    page = _with_short_tags(html) if len(html) > _LONG_TAG else html
    if page.count("<") > _SMALL and _is_wild(page):
        return "".join(_tamed(page))
    return page


def _is_wild(html: str) -> bool:
    nesting, raw = Nesting(), ""
    opened, known = nesting.open, dict[str, tuple[int, str]]()
    for written in _NAME.findall(html):
        step, name = known.get(written) or known.setdefault(written, _step(written))
        if raw:
            raw = "" if step == _END and name == raw else raw
        elif step == _END:
            if opened and opened[-1] == name:
                opened.pop()
            else:
                nesting.end(name)
        elif step == _IS_RAW:
            raw = name
        elif step != _IS_VOID:
            if step == _START:
                opened.append(name)
            else:
                nesting.start(name)
            if len(opened) > _DEEPEST or nesting.left_open > _MOST_LEFT_OPEN:
                return True
    return False


def _step(written: str) -> tuple[int, str]:
    name = written.lower()
    if name[0] == "/":
        return _END, name[1:]
    if name in RAW or name in VOID:
        return _IS_RAW if name in RAW else _IS_VOID, name
    return _CLOSING_START if name in CLOSING_STARTS else _START, name


def _tamed(html: str) -> Iterator[str]:
    """Give the page without the tags that stand too deep; where a block began or ended stays a break."""
    nesting, raw, at = Nesting(), "", 0
    dropped: dict[str, int] = {}
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if not name or name in VOID or (raw and not (tag[1] and name == raw)):
            continue
        if raw or (not tag[1] and name in RAW):
            raw = "" if raw else name
        elif tag[1]:
            if dropped.get(name):
                dropped[name] -= 1
                yield html[at : tag.start()] + _break(name)
                at = tag.end()
            else:
                nesting.end(name)
        elif len(nesting.open) >= _DEEPEST or nesting.left_open >= _MOST_LEFT_OPEN:
            dropped[name] = dropped.get(name, 0) + 1
            yield html[at : tag.start()] + _break(name)
            at = tag.end()
        else:
            nesting.start(name)
    yield html[at:]


def _break(name: str) -> str:
    return "<br>" if KINDS.get(name) == BLOCK else ""


def _with_short_tags(html: str) -> str:
    """Return the page, with the tags that have thousands of attributes cut short."""
    if not _has_long_tags(html):
        return html
    pieces, cut = html.split(">"), False
    for at, piece in enumerate(pieces):
        if len(piece) > _LONG_TAG and "</" not in piece:
            opens = _OPENS.match(piece, max(piece.rfind("<"), 0))
            if opens and len(_ATTRIBUTE.findall(piece, opens.end())) > _MOST_ATTRIBUTES:
                pieces[at], cut = piece[: opens.end()], True
    return ">".join(pieces) if cut else html


def _has_long_tags(html: str) -> bool:
    """Whether a piece between two `>` is longer than _LONG_TAG; looks at few places of a page without any."""
    at = 0
    while len(html) - at > _LONG_TAG:
        after = html.rfind(">", at, at + _LONG_TAG + 1)
        if after < 0:
            return True
        at = after + 1
    return False
