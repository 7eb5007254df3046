"""Weights of words: a logistic regression over hashed terms that stand on several sites."""

from typing import Final

import numpy as np
import scipy.sparse as sp
from docflow_residue.lines.batch import Batch
from docflow_residue.lines.lexicon import BITS, Lexicon, terms
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

__all__ = ["fit_words", "term_matrix"]

SITES: Final = 3  # that a term stands on at least: what one site says is neither learned nor kept
STEPS: Final = 16
SIZE: Final = 1 << BITS


def term_matrix(batch: Batch) -> sp.csr_matrix:
    """Return lines by slots; a line's terms weigh less the more it has, as in `Lexicon.codes`."""
    found, lines = terms(batch), len(batch)
    rows = np.concatenate([batch.word_line, batch.word_line, *[np.arange(lines)] * 3])
    slots = np.concatenate([found.single, found.pair, *found.line])
    values = (1 / np.sqrt(2 * np.diff(batch.word_from) + 3))[rows]
    matrix = sp.csr_matrix((values, (rows, slots)), shape=(lines, SIZE))
    matrix.sum_duplicates()
    return matrix


def fit_words(
    matrix: sp.csr_matrix, residue: NDArray[np.int64], weight: NDArray[np.float64], site: NDArray[np.int64]
) -> Lexicon:
    """Fit the weights on some lines; `site` numbers the site of each."""
    entries = matrix.tocoo()
    pairs = np.unique(site[entries.row].astype(np.int64) * SIZE + entries.col)
    kept = np.flatnonzero(np.bincount(pairs % SIZE, minlength=SIZE) >= SITES)
    model = LogisticRegression(C=1.0, max_iter=60, tol=1e-3)
    model.fit(matrix[:, kept], residue, sample_weight=weight)
    weights = np.zeros(SIZE)
    weights[kept] = model.coef_[0]
    return Lexicon(np.clip(np.rint(weights * STEPS), -127, 127).astype(np.int8))
