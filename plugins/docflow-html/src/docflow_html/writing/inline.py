"""Runs as Markdown: emphasis that opens and closes where CommonMark sees it, links, code, images."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from docflow_html.page.page import NOWHERE, Page
from docflow_html.writing.address import image_address, link_address
from docflow_html.writing.code import code_span
from docflow_html.writing.escape import escape
from docflow_html.writing.runs import Run
from docflow_html.writing.state import CODE, DELETED, EMPHASIS, STRONG

__all__ = ["Spelling", "inline", "target"]

_ORDER: Final = (STRONG, EMPHASIS, DELETED)
_SIGNS: Final = {STRONG: "**", EMPHASIS: "_", DELETED: "~~"}
_LINK: Final = 32
_ROUNDS: Final = 8
"""Taking one pair out may break another; after so many rounds all emphasis of the line goes."""


@define(slots=True)
class Spelling:
    """How links and images are written: whether at all, and what relative addresses are relative to."""

    links: bool
    images: bool
    base: str
    targets: dict[int, str] = field(factory=dict)


@define(slots=True)
class _Piece:
    """A piece of the answer; of emphasis `sign` and the number of its `pair`."""

    text: str
    pair: int = NOWHERE
    opens: bool = False


def inline(page: Page, runs: Sequence[Run], spelling: Spelling, *, cell: bool = False) -> str:
    """Return the runs of a line as Markdown."""
    if len(runs) == 1 and not runs[0].marks & ~CODE:
        return _alone(page, runs[0], spelling, cell=cell)
    kinds = [_kinds(run) for run in runs]
    if not any(kinds):
        return "".join(_content(page, run, spelling, linked=False, cell=cell) for run in runs)
    reach = _reaches(kinds)
    pieces: list[_Piece] = []
    stack: list[tuple[int, int, int]] = []  # what is open: its kind, the node of a link, its pair
    pairs = 0
    for at, run in enumerate(runs):
        while not all((kind, link) in kinds[at] for kind, link, _ in stack):
            _close(pieces, stack.pop(), page, spelling)
        opened = {(kind, link) for kind, link, _ in stack}
        for kind, link in sorted(kinds[at] - opened, key=lambda k: (-reach[at][k], k[0] != _LINK, k[0])):
            pieces.append(
                _Piece("[" if kind == _LINK else _SIGNS[kind], NOWHERE if kind == _LINK else pairs, True)
            )
            stack.append((kind, link, pairs))
            pairs += 1
        linked = any(kind == _LINK for kind, _, _ in stack)
        pieces.append(_Piece(_content(page, run, spelling, linked=linked, cell=cell)))
    while stack:
        _close(pieces, stack.pop(), page, spelling)
    return _joined(_without_broken([piece for piece in pieces if piece.text]))


def _alone(page: Page, run: Run, spelling: Spelling, *, cell: bool) -> str:
    text = _content(page, run, spelling, linked=run.link != NOWHERE, cell=cell)
    return text if run.link == NOWHERE else f"[{text}]({target(page, run.link, spelling)})"


def _kinds(run: Run) -> set[tuple[int, int]]:
    kinds = {(mark, NOWHERE) for mark in _ORDER if run.marks & mark}
    if run.link != NOWHERE:
        kinds.add((_LINK, run.link))
    return kinds


def target(page: Page, link: int, spelling: Spelling) -> str:
    """Return the address of a link, "" where it leads nowhere outside the page."""
    found = spelling.targets.get(link)
    if found is None:
        found = spelling.targets[link] = link_address(page.attributes(link).get("href"), spelling.base)
    return found


def _reaches(kinds: Sequence[set[tuple[int, int]]]) -> list[dict[tuple[int, int], int]]:
    """Return, for each run, how many runs on each of its marks and links holds."""
    reaches: list[dict[tuple[int, int], int]] = [{} for _ in kinds]
    after: dict[tuple[int, int], int] = {}
    for at in range(len(kinds) - 1, -1, -1):
        after = {kind: after.get(kind, 0) + 1 for kind in kinds[at]}
        reaches[at] = after
    return reaches


def _close(pieces: list[_Piece], open_: tuple[int, int, int], page: Page, spelling: Spelling) -> None:
    kind, link, pair = open_
    if kind == _LINK:
        pieces.append(_Piece(f"]({target(page, link, spelling)})"))
    else:
        pieces.append(_Piece(_SIGNS[kind], pair))


def _content(page: Page, run: Run, spelling: Spelling, *, linked: bool, cell: bool) -> str:
    if run.image != NOWHERE:
        attributes = page.attributes(run.image)
        address = image_address(attributes, spelling.base)
        words = " ".join((attributes.get("alt") or "").split())
        return f"![{escape(words, linked=True, cell=cell)}]({address})" if address else ""
    if run.marks & CODE:
        code = code_span(run.text)
        return code.replace("|", "\\|") if cell else code
    return escape(run.text, linked=linked, cell=cell)


def _without_broken(pieces: list[_Piece]) -> list[_Piece]:
    """Take out emphasis that CommonMark would not see where it stands, such as `un**"real"**ly`."""
    for _ in range(_ROUNDS):
        broken = {
            piece.pair
            for at, piece in enumerate(pieces)
            if piece.pair != NOWHERE and not _holds(piece, _before(pieces, at), _behind(pieces, at))
        }
        if not broken:
            return pieces
        pieces = [piece for piece in pieces if piece.pair not in broken]
    return [piece for piece in pieces if piece.pair == NOWHERE]


def _before(pieces: Sequence[_Piece], at: int) -> str:
    return pieces[at - 1].text[-1] if at else " "


def _behind(pieces: Sequence[_Piece], at: int) -> str:
    return pieces[at + 1].text[0] if at + 1 < len(pieces) else " "


def _holds(piece: _Piece, before: str, behind: str) -> bool:
    """Whether a sign opens (or closes) between these characters: the flanking rules of CommonMark."""
    outside, inside = (before, behind) if piece.opens else (behind, before)
    if inside.isspace() or inside == piece.text[0] or outside == piece.text[0]:
        return False
    apart = outside.isspace() or _is_punctuation(outside)
    return apart or (piece.text != "_" and not _is_punctuation(inside))


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _joined(pieces: Sequence[_Piece]) -> str:
    """Return the pieces as text; a text that ends in `!` makes no image of the link behind it."""
    texts = [piece.text for piece in pieces]
    for at in range(len(texts) - 1):
        if texts[at].endswith("!") and texts[at + 1] == "[":
            texts[at] = f"{texts[at][:-1]}\\!"
    return "".join(texts)
