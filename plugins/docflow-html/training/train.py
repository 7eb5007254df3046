"""Train `html.article`: `python train.py DATA --out WEIGHTS [--check PREDICTIONS]`; see README.md here.

`--out` trains on all pages and writes the weights, `--check` writes for the scorer what trees and tables
that know nothing of a page's site keep of it. The same data, catboost and numpy give the same weights, to the
bit.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from docflow_html.article.deciding import decide
from docflow_html.article.features import Frame, frame_of
from docflow_html.article.model import SCALE
from docflow_html.article.numbers import Floats
from docflow_html.article.scoring import Stage
from docflow_html.article.second import second_columns
from docflow_html.article.tables import Tables
from pages import FOLDS, Sample, read_samples
from stages import fit
from votes import Votes, count_votes, table_bytes

FIRST, SECOND = {"trees": 220, "seed": 1}, {"trees": 240, "seed": 2}


def main() -> None:
    """Train, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument(
        "--check", type=Path, metavar="PREDICTIONS", help="where to write cross-validated text"
    )
    asked = parser.parse_args()
    samples = read_samples(asked.data)
    course = Course(samples)
    if asked.out:
        course.write(asked.out)
    if asked.check:
        course.check(asked.check)


class Course:
    """All that both uses share: the votes, and the first stage's cross-validated probabilities."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.samples = samples
        self.votes: list[Votes] = count_votes(samples)
        self.columns: list[str] = []
        self.frames: dict[str, Frame] = {}
        self.shares: dict[str, Floats] = {}
        for fold in range(FOLDS):
            self._cross(fold)

    def _tables(self, without: Sequence[int] = ()) -> Tables:
        names, words = table_bytes(self.votes, without)
        return Tables(names / np.float32(SCALE), words / np.float32(SCALE))

    def _rows(self, samples: Sequence[Sample], without: Sequence[int]) -> dict[str, Floats]:
        """Return the first stage's features; each page's tables know neither its own fold nor `without`."""
        rows = {}
        for fold, held in itertools.groupby(sorted(samples, key=lambda s: s.fold), key=lambda s: s.fold):
            tables = self._tables((fold, *without))
            for sample in held:
                frame = frame_of([sample.elements], tables, [sample.anchors])
                self.columns = list(frame.columns)
                rows[sample.id] = np.stack([frame.columns[name] for name in self.columns], axis=1)
        return rows

    def _cross(self, fold: int) -> None:
        """Score the pages of a fold by trees and tables that know nothing of it."""
        others = [sample for sample in self.samples if sample.fold != fold]
        rows = self._rows(others, (fold,))
        stage = Stage(fit(others, lambda s: rows[s.id], self.columns, **FIRST))
        tables = self._tables((fold,))
        for sample in (s for s in self.samples if s.fold == fold):
            frame = self.frames[sample.id] = frame_of([sample.elements], tables, [sample.anchors])
            self.shares[sample.id] = stage.probabilities(frame.columns)
        print(f"first stage, fold {fold}", file=sys.stderr, flush=True)  # noqa: T201

    def _both(self) -> tuple[dict[str, Floats], list[str]]:
        """Return the second stage's features of every page, and their names."""
        rows, names = {}, []
        for sample in self.samples:
            frame = self.frames[sample.id]
            columns = {**frame.columns, **second_columns(frame, self.shares[sample.id])}
            names = list(columns)
            rows[sample.id] = np.stack([columns[name] for name in names], axis=1).astype(np.float32)
        return rows, names

    def write(self, out: Path) -> None:
        """Train on all pages and write the weights."""
        out.mkdir(parents=True, exist_ok=True)
        names, words = table_bytes(self.votes)
        with (out / "tables.npz").open("wb") as stream:
            np.savez_compressed(stream, names=names, words=words)
        rows = self._rows(self.samples, ())
        fit(self.samples, lambda s: rows[s.id], self.columns, **FIRST).save(out / "first.npz")
        both, columns = self._both()
        fit(self.samples, lambda s: both[s.id], columns, **SECOND).save(out / "second.npz")

    def check(self, out: Path) -> None:
        """Write for each page the lines that trees and tables without its site keep, for the scorer."""
        both, columns = self._both()
        with out.open("w", encoding="utf-8") as stream:
            for fold in range(FOLDS):
                others = [sample for sample in self.samples if sample.fold != fold]
                stage = Stage(fit(others, lambda s: both[s.id], columns, **SECOND))
                for sample in (s for s in self.samples if s.fold == fold):
                    values = dict(zip(columns, both[sample.id].T, strict=True))
                    kept = decide(stage.probabilities(values), values["words"], values["prose"])
                    lines = [
                        line.text for line, stays in zip(sample.elements.lines, kept, strict=True) if stays
                    ]
                    stream.write(json.dumps({"id": sample.id, "text": "\n".join(lines)}) + "\n")
                print(f"second stage, fold {fold}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
