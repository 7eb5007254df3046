"""What the letters of the blocks tell, counted over all blocks at once."""

from typing import Final

import numpy as np

from docflow_html.article.batch import Batch
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


def measure(batch: Batch) -> dict[str, Floats]:
    """Return the columns that stand on the lines alone."""
    texts, pages = batch.texts, batch.pages
    columns = _counted(batch)
    end = _ENDS.get
    columns["end"] = np.array([end(text.rstrip(_CLOSING)[-1:], 0.0) for text in texts], dtype=np.float32)
    columns["upper"] = np.fromiter(map(str.isupper, texts), np.bool_, len(texts)).astype(np.float32)
    columns["title"] = np.fromiter(map(str.istitle, texts), np.bool_, len(texts)).astype(np.float32)
    linked = np.array([line.linked for page in pages for line in page.lines], dtype=np.float32)
    columns["link_share"] = np.minimum(linked / columns["chars"], 1)
    marks = np.array([mark for page in pages for mark in page.marks], dtype=np.int64)
    for place, name in enumerate(("strong", "led", "timed")):
        columns[name] = ((marks >> place) & 1).astype(np.float32)
    columns["links"] = np.array([count for page in pages for count in page.links], dtype=np.float32)
    images = np.array([count for page in pages for count in page.images], dtype=np.float32)
    columns["images"] = np.minimum(images, 9)
    breaks = np.array([line.breaks for page in pages for line in page.lines], dtype=np.float32)
    columns["breaks"] = np.minimum(breaks, 3)
    columns["prose"] = _prose(columns)
    return columns


def _counted(batch: Batch) -> dict[str, Floats]:
    """Return how many of what each text holds. Where words have no spaces between, two signs are one."""
    texts = batch.texts
    joined = "\n".join(texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    spaces = signs == _SPACE
    commas, stops = signs == _COMMA, signs == _STOP
    closing = ends[batch.bounds[1:] - 1] - 1
    closed = stops[closing]
    stops[:-1] &= spaces[1:]
    stops[closing] = closed  # nothing follows on the last block of a page: so the weights know it
    words = _within(spaces, starts, ends) + 1
    if not joined.isascii():
        for sign in _WIDE_COMMAS:
            commas |= signs == sign
        stops |= signs == _WIDE_STOP
        wide = _within(_is_wide(signs), starts, ends)
        words = np.where(wide > words, words + wide / 2, words)
    digits = (signs - np.uint32(ord("0"))) <= 9  # what is below wraps around
    return {
        "words": words.astype(np.float32),
        "chars": lengths.astype(np.float32),
        "commas": _within(commas, starts, ends).astype(np.float32),
        "sentences": _within(stops, starts, ends).astype(np.float32),
        "digits": (_within(digits, starts, ends) / lengths).astype(np.float32),
        "first": np.array([text[0].isupper() for text in texts]).astype(np.float32)
        + np.where(digits[starts], np.float32(2), np.float32(0)),
    }


def _is_wide(
    signs: np.ndarray[tuple[int], np.dtype[np.uint32]],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell kana, Chinese and Korean signs."""
    wide = signs >= 0x3040
    if wide.any():
        wide = wide & (signs <= 0x9FFF) | (signs >= 0xAC00) & (signs <= 0xD7AF)
    return wide


def _within(marked: np.ndarray[tuple[int], np.dtype[np.bool_]], starts: Ints, ends: Ints) -> Ints:
    """Return how many signs are marked in each text."""
    places = np.flatnonzero(marked)
    return np.searchsorted(places, ends) - np.searchsorted(places, starts)


def _prose(columns: dict[str, Floats]) -> Floats:
    """Return the words outside links of the blocks that read like sentences, 0 for the others."""
    sentence = (columns["end"] == 1) | (columns["commas"] > 1)
    mine = (columns["words"] >= 8) & (columns["link_share"] < 0.4) & sentence
    return np.where(mine, columns["words"] * (1 - columns["link_share"]), 0).astype(np.float32)
