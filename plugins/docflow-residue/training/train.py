"""Train the weights of residue.remove, bit by bit the same each time.

    python train.py --data FOLDER --out FOLDER [--report FILE]

FOLDER of --data holds gold.jsonl.gz and the two text tracks. One thread, fixed seeds; see DATA.md.
"""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path
from typing import Any

import boost
import numpy as np
import words
from export import export
from figures import Scored, curve
from madeup import made_up
from numpy.typing import NDArray
from pages import FOLDS, Page, fold_of, line_labels, load

from docflow_residue.deciding.context import to_scores
from docflow_residue.deciding.model import columns_of, contextual
from docflow_residue.lines.batch import read
from docflow_residue.lines.features import PAD, Features, describe
from docflow_residue.lines.lexicon import Lexicon

SEED = 20


class Training:
    """All lines with their labels; holds what the rounds hand on."""

    def __init__(self, pages: list[Page]) -> None:
        """Read the pages."""
        self.pages = pages
        self.batch = read([page.text for page in pages])
        doc = self.batch.doc
        self.letters = line_labels(pages, doc, self.batch.row)
        self.known = np.isin(self.letters, ["K", "D"])
        self.residue = (self.letters == "D").astype(np.int64)
        sites = sorted({page.site for page in pages})
        number = {site: at for at, site in enumerate(sites)}
        self.site = np.array([number[page.site] for page in pages])[doc]
        self.fold = np.array([fold_of(page.site) for page in pages])[doc]
        self.real = np.array([page.track != "made" for page in pages])[doc]
        self.words = np.diff(self.batch.word_from)
        scraped = np.array([page.track == "scraped" for page in pages])[doc]
        self.weight = np.where(scraped, 1.0, 0.5)

    def parts(self) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
        """Return for each fold the lines to learn from and the lines to score."""
        return [(self.known & (self.fold != fold), self.fold == fold) for fold in range(FOLDS)]


def lexicons(work: Training, log: Any) -> tuple[Features, Lexicon]:
    """Return features whose word scores come from other folds, and the weights from all lines."""
    matrix = words.term_matrix(work.batch)
    weight = np.clip(np.sqrt(work.words), 1, 6).astype(np.float64) * np.where(work.real, 1, 0)

    def fit(lines: NDArray[np.bool_]) -> Lexicon:
        at = np.flatnonzero(lines & work.real)
        return words.fit_words(matrix[at], work.residue[at], weight[at], work.site[at])

    features: Features | None = None
    for learn, score in work.parts():
        lexicon = fit(learn)
        if features is None:
            features = describe(work.batch, lexicon)
        for name, codes in lexicon.codes(work.batch).items():
            features.codes[features.names.index(name), features.rows[score]] = codes[score]
        log("words: a fold")
    assert features is not None
    return features, fit(work.known)


def one_round(
    work: Training, features: Features, names: list[str], settings: dict[str, Any], log: Any
) -> tuple[NDArray[np.float32], Any]:
    """Return scores that each line got from the other folds, and a model of all lines."""
    table = np.stack(columns_of(features, names), axis=1)[features.rows - PAD]
    raw = np.zeros(len(work.residue), np.float32)
    for learn, score in work.parts():
        model = boost.boost(table[learn], work.residue[learn], work.weight[learn], settings, SEED)
        raw[score] = model.predict(table[score].astype(np.float32), prediction_type="RawFormulaVal")
        log("trees: a fold")
    lines = work.known
    return raw, boost.boost(table[lines], work.residue[lines], work.weight[lines], settings, SEED)


def report(work: Training, raw: NDArray[np.float32], title: str) -> str:
    """Return the curves of each track and set."""
    rows = [title]
    chance = 1 / (1 + np.exp(-raw.astype(np.float64)))
    for track in ("scraped", "full"):
        for name in ("sh", "wx"):
            own = (
                np.array([page.track == track and page.set == name for page in work.pages])[work.batch.doc]
                & work.known
            )
            lines = Scored(work.residue[own] == 1, work.words[own], chance[own])
            rows += [f"{track} {name}", curve(lines)]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Train, report, write the files and their digests."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scores", type=Path, help="where to write the scores of the cross-validation")
    options = parser.parse_args()

    def log(text: str) -> None:
        sys.stderr.write(text + "\n")

    work = Training(load(options.data) + made_up())
    features, lexicon = lexicons(work, log)
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "lexicon.npz").open("wb") as stream:
        np.savez(stream, weights=lexicon.weights)
    raws = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, settings in (("first", boost.FIRST), ("second", boost.SECOND)):
            names = (
                boost.first_columns(features.names)
                if name == "first"
                else boost.second_columns(features.names)
            )
            raw, model = one_round(work, features, names, settings, log)
            export(model, names, Path(scratch) / "model.json").save(options.out / f"{name}.npz")
            sys.stdout.write(report(work, raw, f"round {name}, cross-validated by site"))
            sys.stdout.flush()
            raws.append(raw)
            if name == "first":
                features = contextual(work.batch, features, to_scores(raw))
    if options.scores:
        np.savez(options.scores, raw=raws[-1], first=raws[0], doc=work.batch.doc, row=work.batch.row)
    for path in sorted(options.out.glob("*.npz")):
        sys.stdout.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")


if __name__ == "__main__":
    main()
