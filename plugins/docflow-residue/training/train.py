"""Train the weights of residue.remove, bit by bit the same each time.

    python train.py --data FOLDER --out FOLDER [--scores FILE]

FOLDER of --data holds gold.jsonl.gz, the two text tracks and html/. One thread, fixed seeds; see DATA.md.
Prints what a cross-validation by site gives for each track, and the digests of the files.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

import boost
import numpy as np
from docflow_residue.deciding.context import to_scores
from docflow_residue.deciding.model import columns_of, contextual, join
from docflow_residue.deciding.pages import page_features, share_of_whole
from docflow_residue.lines.features import PAD, Features
from export import export
from figures import report
from lines import Lines
from lines import lexicons as word_round
from more import CROP, TOLD, crops, told
from numpy.typing import NDArray
from pages import load

WRONG = 0.93  # a label that the first round (which did not see its site) finds this wrong may well be
DOUBT = 0.2  # what such a line weighs in the second round
WEIGHTS = {"scraped": 1.0, "full": 0.5, CROP: 0.5, TOLD: 2.0}  # what a line weighs in the first round


class Rounds:
    """What is learned after the words, in order."""

    def __init__(self, lines: Lines, features: Features, out: Path) -> None:
        """Keep what all rounds read."""
        self.lines, self.features, self.out = lines, features, out

    def save(self, name: str, model: Any, columns: list[str]) -> None:
        """Write the trees of a model."""
        export(model, columns).save(self.out / f"{name}.npz")
        sys.stderr.write(f"{name} written\n")

    def fit(
        self,
        name: str,
        settings: dict[str, Any],
        weight: NDArray[np.float64],
        base: NDArray[np.float32] | None,
    ) -> NDArray[np.float32]:
        """Fit a round of lines on those of some weight; return what each line gets from the other folds."""
        names = (
            boost.first_columns(self.features.names)
            if base is None
            else boost.second_columns(self.features.names)
        )
        table = np.stack(columns_of(self.features, names), axis=1)[self.features.rows - PAD]
        found = np.zeros(len(weight), np.float32)

        def model(learn: NDArray[np.bool_]) -> Any:
            at = np.flatnonzero(learn & (weight > 0))
            own = None if base is None else base[at]
            return boost.boost(table[at], self.lines.residue[at], settings, weight[at], own)

        for learn, score in self.lines.parts():
            found[score] = boost.raw(model(learn), table[score])
            sys.stderr.write(f"{name}: a fold\n")
        self.save(name, model(self.lines.taught), names)
        return found

    def first(self) -> NDArray[np.float32]:
        """Learn lines by themselves; then add what the scores around them say."""
        lines = self.lines
        weight = np.select([lines.track == track for track in WEIGHTS], list(WEIGHTS.values()))
        found = self.fit("first", boost.FIRST, weight, None)
        self.features = contextual(lines.batch, self.features, to_scores(found))
        return found

    def second(self, name: str, first: NDArray[np.float32]) -> NDArray[np.float32]:
        """Learn how to correct first scores, in parts of pages or in whole ones."""
        lines = self.lines
        wrong = np.abs(lines.residue - 1 / (1 + np.exp(-first))) > WRONG
        own = np.isin(lines.track, ("full", TOLD) if name == "whole" else ("scraped",))
        weight = np.where(own, np.where(wrong, DOUBT, 1.0), 0.0)
        return self.fit(name, boost.WHOLE if name == "whole" else boost.PART, weight, first)

    def page(self, first: NDArray[np.float32]) -> NDArray[np.float32]:
        """Learn which documents are whole pages; return how much each document counts as one."""
        lines = self.lines
        found = page_features(lines.batch, self.features, to_scores(first))
        table = np.stack(list(found.values()), axis=1)
        track = np.array([page.track for page in lines.pages])
        whole, clear = np.isin(track, ("full", TOLD)).astype(np.int64), track != CROP
        fold = np.array([page.fold for page in lines.pages])
        odds = np.zeros(len(whole), np.float32)
        for number in sorted(set(fold.tolist())):
            other, learn = fold == number, (fold != number) & clear
            odds[other] = boost.raw(boost.boost(table[learn], whole[learn], boost.PAGE), table[other])
        self.save("page", boost.boost(table[clear], whole[clear], boost.PAGE), list(found))
        return share_of_whole(odds)


def main() -> None:
    """Train, report, write the files and their digests."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scores", type=Path, help="where to write the scores of the cross-validation")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    pages = load(options.data)
    lines = Lines([*pages, *crops(pages), *told(options.data)])
    features, lexicon = word_round(lines)
    with (options.out / "lexicon.npz").open("wb") as stream:
        np.savez(stream, weights=lexicon.weights)
    rounds = Rounds(lines, features, options.out)
    first = rounds.first()
    sys.stdout.write(report(lines, first, "first round, cross-validated by site"))
    sys.stdout.flush()
    share = rounds.page(first)[lines.batch.doc]
    part, whole = rounds.second("part", first), rounds.second("whole", first)
    odds = join(first, part, whole, share)
    sys.stdout.write(report(lines, odds, "both rounds, cross-validated by site"))
    if options.scores:
        np.savez(options.scores, odds=odds, first=first, part=part, whole=whole, share=share)
    for path in sorted(options.out.glob("*.npz")):
        sys.stdout.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")


if __name__ == "__main__":
    main()
