"""What each element has from the elements around it: all at once, by steps that double in length."""

from typing import Final

import numpy as np
from attrs import frozen

from docflow_html.article.batch import Batch
from docflow_html.article.elements import TAGS
from docflow_html.article.families import FAMILIES
from docflow_html.article.numbers import Floats, Ints
from docflow_html.article.tables import Scores, Tables
from docflow_html.page.tags import HEADINGS

__all__ = ["BIT_NAMES", "Climbed", "climb"]

_GROUPS: Final = (
    *(("article",), ("main",), ("nav", "menu"), ("header",), ("footer",), ("aside",), ("form", "fieldset")),
    *(("li",), ("table",), ("blockquote",), ("figure", "figcaption"), ("button", "legend"), ("pre",)),
    *(("dl", "dt", "dd"), ("p",), ("section",), HEADINGS, ("ul", "ol"), ("td", "th"), ("details", "dialog")),
)
"""Groups of tags that a block may stand in, near or far."""

_BITS: Final = np.array(
    [sum(1 << place for place, group in enumerate(_GROUPS) if tag in group) for tag in TAGS], dtype=np.int64
)
_FAMILIES_AT: Final = len(_GROUPS)
_HIDDEN_AT: Final = _FAMILIES_AT + len(FAMILIES)
BIT_NAMES: Final = (
    *(f"in_{group[0]}" for group in _GROUPS),
    *(f"named_{family[0]}" for family in FAMILIES),
    "hidden",
)
"""The columns that the bits become, lowest bit first."""


@frozen(eq=False)
class Climbed:
    """What is known of each element.

    wider: the nearest ancestor that holds more lines, or the outermost that holds the same.
    bits: the groups of tags and families of names that it stands in.
    own: the lowest and highest score of its names, 0 without any.
    chain: the lowest and highest score from the root to it, and the sum of the two of the nearest names.
    alike: how many siblings, itself too, have its tag and classes.
    depth: how many elements stand around it.
    """

    wider: Ints
    bits: Ints
    own: Floats
    chain: Floats
    alike: Floats
    depth: Floats


def climb(batch: Batch, tables: Tables) -> Climbed:
    """Return what the elements have from those around them."""
    parent, tags = batch.parent, batch.tags
    here = np.arange(len(parent))
    scores = tables.of_elements([names for page in batch.pages for names in page.names])
    bits = _BITS[tags] | scores.families << _FAMILIES_AT
    for page, root in zip(batch.pages, batch.roots.tolist(), strict=True):
        if page.hidden:
            bits[np.array(page.hidden) + root] |= 1 << _HIDDEN_AT
    same = (batch.start == batch.start[parent]) & (batch.end == batch.end[parent])
    outermost = np.where(same, parent, here)
    nearest = np.where(scores.named, here, parent)
    own = scores.own
    low, high = own[:, 0].copy(), own[:, 1].copy()
    depth = (parent != here).astype(np.int64)
    above, root = parent, batch.roots[batch.home]
    while True:
        bits |= bits[above]
        np.minimum(low, low[above], out=low)
        np.maximum(high, high[above], out=high)
        depth = depth + depth[above]
        nearest = nearest[nearest]
        outermost = outermost[outermost]
        if np.array_equal(above, root):  # the roots themselves were the last to be asked
            break
        above = above[above]
    return Climbed(
        parent[outermost],
        bits,
        own,
        np.stack([low, high, own[nearest].sum(axis=1)], axis=1),
        _alike(parent, tags, scores),
        depth.astype(np.float32),
    )


def _alike(parent: Ints, tags: Ints, scores: Scores) -> Floats:
    keys = (parent * len(TAGS) + tags) * (int(scores.classes.max()) + 1) + scores.classes
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[which], dtype=np.float32)
