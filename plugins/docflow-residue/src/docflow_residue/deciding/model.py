"""The trained model: words, lines, then lines with the scores of the lines around them."""

import functools
from collections.abc import Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.deciding.context import context, to_scores
from docflow_residue.deciding.pages import page_features, share_of_whole
from docflow_residue.lines.batch import Batch, read
from docflow_residue.lines.features import PAD, Features, describe, spread
from docflow_residue.lines.lexicon import Lexicon
from docflow_residue.lines.places import spans
from docflow_residue.lines.repeats import forms, group
from docflow_residue.trees import Trees

__all__ = ["Judged", "Model", "column_name", "columns_of", "contextual", "join", "load"]

WEIGHTS: Final = "weights"
IN_WHOLE: Final = np.float32(5 / 16)  # log odds: of a whole page the best drop F1 is at .42, of a part at .5


@frozen(eq=False)
class Judged:
    """A batch, its features, and for each line the log odds that it is residue."""

    batch: Batch
    features: Features
    odds: NDArray[np.float32]


def column_name(feature: str, shift: int) -> str:
    """Return the name of a column: a feature of the line itself, or of a line so many further on."""
    return f"{feature}@{shift:+d}" if shift else feature


def columns_of(features: Features, names: Iterable[str]) -> list[NDArray[np.uint8]]:
    """Return columns by name over all rows but the outermost pads, which neighbours may reach into."""
    number = {name: at for at, name in enumerate(features.names)}
    end = features.codes.shape[1] - PAD
    found = []
    for name in names:
        feature, _, shift = name.partition("@")
        move = int(shift or 0)
        found.append(features.codes[number[feature], PAD + move : end + move])
    return found


def contextual(batch: Batch, features: Features, scores: NDArray[np.uint8]) -> Features:
    """Add what the scores of a first round say about the lines around each line."""
    shapes = features.shapes
    alike = group(forms(shapes), batch.doc)
    added = context(scores, shapes.words, shapes.prose, alike, spans(batch))
    codes = spread(added.values(), features.rows, features.codes.shape[1])
    names = (*features.names, *added)
    return Features(names, np.concatenate((features.codes, codes)), features.rows, shapes)


@frozen(eq=False)
class Model:
    """Weights of words and four sums of trees.

    `first` scores lines by themselves and their neighbours' forms. `page` says from these scores whether a
    document is a whole page. `part` and `whole` correct the first score by the scores around a line, as
    learned from parts of pages and from whole ones; whole pages take half of the correction.
    """

    lexicon: Lexicon
    first: Trees
    page: Trees
    part: Trees
    whole: Trees

    def judge(self, texts: Sequence[str]) -> Judged:
        """Score every line of some documents; each document as if it were alone."""
        batch = read(texts)
        features = describe(batch, self.lexicon)
        inner = features.rows - PAD
        first = self.first.over(columns_of(features, self.first.columns))[inner]
        scores = to_scores(first)
        pages = page_features(batch, features, scores)
        share = share_of_whole(self.page.over([pages[name] for name in self.page.columns]))
        features = contextual(batch, features, scores)
        share = share[batch.doc]
        part = corrections(self.part, features, share < 1)
        whole = corrections(self.whole, features, share > 0)
        return Judged(batch, features, join(first, part, whole, share))


def corrections(trees: Trees, features: Features, wanted: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return what trees of the second round say of the lines where that counts, 0 of the others."""
    found = np.zeros(len(wanted), np.float32)
    if np.any(wanted):
        rows = features.rows[wanted] - PAD
        columns = columns_of(features, trees.columns)
        found[wanted] = trees.over([column.take(rows, mode="clip") for column in columns])
    return found


def join(
    first: NDArray[np.float32],
    part: NDArray[np.float32],
    whole: NDArray[np.float32],
    share: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the log odds of lines from both rounds; `share` says how much their document is a whole page."""
    odds = first + (1 - share) * part + share * (whole / 2 + IN_WHOLE)
    return odds.astype(np.float32)


@functools.cache
def load() -> Model:
    """Return the model of this package."""
    folder = files("docflow_residue") / WEIGHTS
    trees = [Trees.load(folder / f"{name}.npz") for name in ("first", "page", "part", "whole")]
    return Model(read_lexicon(folder / "lexicon.npz"), *trees)


def read_lexicon(path: Traversable) -> Lexicon:
    """Read the weights of words."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return Lexicon(arrays["weights"].astype(np.int8))
