"""CPU time of `html.article` beside trafilatura's, interleaved on the same pages.

    python bench/residue/html_speed.py FOLDER [--pages 96] [--batch 16] [--rounds 3] [--seed 3]

FOLDER holds pages as `*.html` or `*.html.gz` (for instance the `html` folder of the development data), drawn
with a seed. Batches of `html.article` (as the engine gives them) alternate with the same pages one by one
through `trafilatura.extract`, which must be installed where this runs. Each round begins with a new component
that knows no page; of a batch the best round counts on either side: others on the machine only add to it.
"""

import argparse
import gzip
import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from docflow_html.article.article import Article


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=96)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    try:
        from trafilatura import extract  # noqa: PLC0415 - the peer is optional
    except ImportError:
        sys.exit("trafilatura is not installed here: pip install trafilatura")
    found = sorted((*asked.folder.glob("*.html"), *asked.folder.glob("*.html.gz")))
    chosen = random.Random(asked.seed).sample(found, min(asked.pages, len(found)))
    pages = [read(path) for path in chosen]
    batches = [pages[start : start + asked.batch] for start in range(0, len(pages), asked.batch)]
    rounds = [measure(batches, extract) for _ in range(asked.rounds)]
    ours, theirs = (sum(map(min, zip(*(half[side] for half in rounds), strict=True))) for side in (0, 1))
    each = 1000 / max(len(pages), 1)
    print(f"{len(pages)} pages; CPU a page:")
    print(f"html.article {ours * each:.2f} ms, trafilatura {theirs * each:.2f} ms")
    print(f"html.article takes 1 / {theirs / ours:.2f} of trafilatura's time")


def measure(batches: list[list[str]], extract: Callable[[str], object]) -> tuple[list[float], list[float]]:
    """Return the seconds of each batch, ours and theirs."""
    article = Article()
    warm = "<p>One page to load what is loaded once.</p>"
    article.clean(warm)
    extract(warm)
    ours, theirs = [], []
    for batch in batches:
        began = process_time()
        article.clean_many(batch)
        between = process_time()
        for page in batch:
            extract(page)
        ours.append(between - began)
        theirs.append(process_time() - between)
    return ours, theirs


def read(path: Path) -> str:
    """Return the page in a file."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")


if __name__ == "__main__":
    main()
