"""Lines that go as spans of their text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from docflow.plugin import Cut
from docflow_residue.deciding.model import Judged
from docflow_residue.deciding.reasons import reasons
from docflow_residue.lines.batch import Batch

__all__ = ["cuts_of"]


def cuts_of(judged: Judged, gone: NDArray[np.bool_], texts: Sequence[str]) -> list[list[Cut]]:
    """Return the cuts of each text: the lines that go, each with its newline and its reason.

    Lines without a letter or digit go along between two that go and at the ends of the text; blank lines
    behind a line that goes do where blank ones stand before it.
    """
    batch = judged.batch
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    lines = np.flatnonzero(gone)
    cuts: list[list[Cut]] = [[] for _ in texts]
    for line, rule in zip(lines.tolist(), reasons(judged.features, lines), strict=True):
        doc = int(batch.doc[line])
        base, limit = int(begins[doc]), len(texts[doc])
        first = line == int(batch.first[doc])
        start = 0 if first else int(batch.starts[line]) - base
        cuts[doc].append(Cut(start, min(end_of(batch, gone, line) - base, limit), rule))
    return cuts


def end_of(batch: Batch, gone: NDArray[np.bool_], line: int) -> int:
    """Return where the cut of a line ends in the batch; for a document's last line, past its end."""
    doc = batch.doc[line]
    if line + 1 == batch.first[doc] + batch.size[doc]:
        return len(batch.text)
    following, own = int(batch.starts[line + 1]), line_end(batch, line)
    spaced = line == batch.first[doc] or batch.row[line] > batch.row[line - 1] + 1
    if gone[line + 1] or (spaced and not batch.text[own:following].strip()):
        return following
    return own


def line_end(batch: Batch, line: int) -> int:
    """Return the place behind a line's newline."""
    return batch.text.index("\n", int(batch.ends[line])) + 1
