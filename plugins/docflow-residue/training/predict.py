"""What the cross-validated scores remove, in the form that the data's score.py reads.

    python predict.py --data FOLDER --scores FILE --track scraped --level normal > pred.jsonl
    python FOLDER/score.py text pred.jsonl --track scraped --set sh,wx

FILE is what `train.py --scores` wrote: each line's odds come from models that did not see its site.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from docflow_residue.deciding.guard import spared
from docflow_residue.deciding.levels import LEVELS, dropped
from docflow_residue.lines.batch import read
from docflow_residue.lines.shapes import look
from pages import load


def main() -> None:
    """Print one object a page: its id and the numbers of its lines that go."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--track", choices=["scraped", "full"], default="scraped")
    parser.add_argument("--level", choices=sorted(LEVELS), default="safe")
    options = parser.parse_args()
    pages = load(options.data)
    batch = read([page.text for page in pages])
    odds = np.load(options.scores, allow_pickle=False)["odds"][: len(batch)]
    shapes = look(batch)
    gone = dropped(odds, shapes.words, LEVELS[options.level])
    gone &= ~spared(batch, shapes, gone, options.level)
    lost: dict[int, list[int]] = {}
    for line in np.flatnonzero(gone).tolist():
        lost.setdefault(int(batch.doc[line]), []).append(int(batch.row[line]))
    for number, page in enumerate(pages):
        if page.track == options.track:
            sys.stdout.write(json.dumps({"id": page.id, "drop": lost.get(number, [])}) + "\n")


if __name__ == "__main__":
    main()
