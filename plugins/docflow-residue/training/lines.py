"""All lines of all pages with what is known of them, and the round of words."""

import sys

import numpy as np
import words
from docflow_residue.lines.batch import read
from docflow_residue.lines.features import Features, describe
from docflow_residue.lines.lexicon import Lexicon
from numpy.typing import NDArray
from pages import FOLDS, Page

__all__ = ["Lines", "lexicons"]


class Lines:
    """The lines of some pages: label, fold, site, track and words of each; `taught` are learned from."""

    def __init__(self, pages: list[Page]) -> None:
        """Read the pages."""
        self.pages = pages
        self.batch = read([page.text for page in pages])
        doc = self.batch.doc
        pairs = zip(doc.tolist(), self.batch.row.tolist(), strict=True)
        letters = np.array([pages[page].labels[row] for page, row in pairs])
        self.known = np.isin(letters, ["K", "D"])
        self.taught = self.known | (letters == "T")  # not scored, but a reader would miss the headline
        self.residue = (letters == "D").astype(np.int64)
        sites = {site: number for number, site in enumerate(sorted({page.site for page in pages}))}
        self.site = np.array([sites[page.site] for page in pages])[doc]
        self.fold = np.array([page.fold for page in pages])[doc]
        self.track = np.array([page.track for page in pages])[doc]
        self.set = np.array([page.set for page in pages])[doc]
        self.words = np.diff(self.batch.word_from)

    def parts(self) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
        """Return for each fold the lines to learn from and the lines to score."""
        return [(self.taught & (self.fold != fold), self.fold == fold) for fold in range(FOLDS)]


def lexicons(lines: Lines) -> tuple[Features, Lexicon]:
    """Return features in which word scores come from other folds, and the weights from all lines."""
    matrix = words.term_matrix(lines.batch)
    weight = np.clip(np.sqrt(lines.words), 1, 6).astype(np.float64)

    def fit(learn: NDArray[np.bool_]) -> Lexicon:
        at = np.flatnonzero(learn)
        return words.fit_words(matrix[at], lines.residue[at], weight[at], lines.site[at])

    lexicon = fit(lines.taught)
    features = describe(lines.batch, lexicon)
    for learn, score in lines.parts():
        for name, codes in fit(learn).codes(lines.batch).items():
            features.codes[features.names.index(name), features.rows[score]] = codes[score]
        sys.stderr.write("words: a fold\n")
    return features, lexicon
