"""Lines that go as spans of their text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from docflow.plugin import Cut
from docflow_residue.deciding.model import Judged
from docflow_residue.deciding.reasons import reasons
from docflow_residue.lines.batch import Batch

__all__ = ["cuts_of"]

Ints = NDArray[np.int64]


def cuts_of(judged: Judged, gone: NDArray[np.bool_], texts: Sequence[str]) -> list[list[Cut]]:
    """Return the cuts of each text: the lines that go, each with its newline and its reason.

    Lines without a letter or digit go along between two that go and at the ends of the text; blank lines
    behind a line that goes do where blank ones stand before it.
    """
    batch = judged.batch
    lines = np.flatnonzero(gone)
    doc = batch.doc[lines]
    lengths = np.array([len(text) for text in texts], np.int64)
    base = (np.cumsum(lengths + 1) - lengths - 1)[doc]
    starts = np.where(lines == batch.first[doc], 0, batch.starts[lines] - base)
    ends = np.minimum(ends_of(batch, gone, lines) - base, lengths[doc])
    cuts: list[list[Cut]] = [[] for _ in texts]
    why = reasons(judged.features, lines)
    for number, start, end, rule in zip(doc.tolist(), starts.tolist(), ends.tolist(), why, strict=True):
        cuts[number].append(Cut(start, end, rule))
    return cuts


def ends_of(batch: Batch, gone: NDArray[np.bool_], lines: Ints) -> Ints:
    """Return where the cut of each line ends in the batch; for a document's last line, past its end."""
    doc = batch.doc[lines]
    last = lines + 1 == batch.first[doc] + batch.size[doc]
    own = batch.stops[lines] + 1
    following = np.append(batch.starts, len(batch.text))[lines + 1]
    together = np.append(gone, False)[lines + 1]
    spaced = (lines == batch.first[doc]) | (batch.row[lines] > batch.row[lines - 1] + 1)
    blank = np.zeros(len(lines), np.bool_)
    for at in np.flatnonzero(spaced & (following > own) & ~together & ~last).tolist():
        blank[at] = not batch.text[own[at] : following[at]].strip()
    return np.where(last, len(batch.text), np.where(together | blank, following, own))
