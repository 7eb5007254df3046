"""What the letters of the blocks tell, counted over all blocks of a page at once."""

from typing import Final

import numpy as np

from docflow_html.article.elements import Elements
from docflow_html.article.numbers import Floats, Ints

__all__ = ["measure"]

_ENDS: Final = {
    **dict.fromkeys(".!?…。！？", 1.0),
    **dict.fromkeys(":：", 2.0),
    **dict.fromkeys(",;，；、", 3.0),
}
_CLOSING: Final = "\"'”’»)]"
_SPACE, _COMMA, _STOP = 32, 44, 46
_WIDE_COMMAS: Final = (0xFF0C, 0x3001)
_WIDE_STOP: Final = 0x3002


def measure(elements: Elements) -> dict[str, Floats]:
    """Return the columns that stand on the lines alone."""
    lines = elements.lines
    texts = [line.text for line in lines]
    columns = _counted(texts)
    columns["end"] = np.array(
        [_ENDS.get(text.rstrip(_CLOSING)[-1:], 0.0) for text in texts], dtype=np.float32
    )
    columns["upper"] = np.array([text.isupper() for text in texts], dtype=np.float32)
    columns["title"] = np.array([text.istitle() for text in texts], dtype=np.float32)
    linked = np.array([line.linked for line in lines], dtype=np.float32)
    columns["link_share"] = np.minimum(linked / columns["chars"], 1)
    marks = np.array(elements.marks, dtype=np.int64)
    for place, name in enumerate(("strong", "led", "timed")):
        columns[name] = ((marks >> place) & 1).astype(np.float32)
    columns["links"] = np.array(elements.links, dtype=np.float32)
    columns["images"] = np.minimum(np.array(elements.images, dtype=np.float32), 9)
    columns["breaks"] = np.minimum(np.array([line.breaks for line in lines], dtype=np.float32), 3)
    columns["prose"] = _prose(columns)
    return columns


def _counted(texts: list[str]) -> dict[str, Floats]:
    """Return how many of what each text holds. Where words have no spaces between, two signs are one."""
    joined = "\n".join(texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    commas, stops = signs == _COMMA, signs == _STOP
    stops[:-1] &= signs[1:] == _SPACE
    words = _within(signs == _SPACE, starts, ends) + 1
    if not joined.isascii():
        for sign in _WIDE_COMMAS:
            commas |= signs == sign
        stops |= signs == _WIDE_STOP
        kana_and_han = (signs >= 0x3040) & (signs <= 0x9FFF)
        wide = _within(kana_and_han | (signs >= 0xAC00) & (signs <= 0xD7AF), starts, ends)
        words = np.where(wide > words, words + wide / 2, words)
    firsts = signs[starts]
    digits = (signs >= ord("0")) & (signs <= ord("9"))
    return {
        "words": words.astype(np.float32),
        "chars": lengths.astype(np.float32),
        "commas": _within(commas, starts, ends).astype(np.float32),
        "sentences": _within(stops, starts, ends).astype(np.float32),
        "digits": (_within(digits, starts, ends) / lengths).astype(np.float32),
        "first": np.array([text[0].isupper() for text in texts], dtype=np.float32)
        + np.where((firsts >= ord("0")) & (firsts <= ord("9")), np.float32(2), np.float32(0)),
    }


def _within(marked: np.ndarray[tuple[int], np.dtype[np.bool_]], starts: Ints, ends: Ints) -> Ints:
    """Return how many signs are marked in each text."""
    places = np.flatnonzero(marked)
    return np.searchsorted(places, ends) - np.searchsorted(places, starts)


def _prose(columns: dict[str, Floats]) -> Floats:
    """Return the words outside links of the blocks that read like sentences, 0 for the others."""
    sentence = (columns["end"] == 1) | (columns["commas"] > 1)
    mine = (columns["words"] >= 8) & (columns["link_share"] < 0.4) & sentence
    return np.where(mine, columns["words"] * (1 - columns["link_share"]), 0).astype(np.float32)
