"""Megabytes of text a second that residue.remove does on one core, in CPU time.

    python bench/residue/speed.py --data FOLDER [--level safe] [--batch 64] [--rounds 5]

FOLDER holds text_scraped.jsonl.gz and text_full.jsonl.gz. Weights and phrases are loaded before the clock
starts; a megabyte is 1,000,000 bytes of UTF-8. The best round counts: others on the machine only add to it.
"""

import argparse
import gzip
import json
import time
from pathlib import Path

from docflow_residue.deciding.removing import cut_texts, warm


def read(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return ["\n".join(json.loads(line)["lines"]) for line in stream]


def main() -> None:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--level", default="safe")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    warm()
    for track in ("scraped", "full"):
        texts = read(options.data / f"text_{track}.jsonl.gz")
        size, lines = sum(len(text.encode()) for text in texts), sum(text.count("\n") + 1 for text in texts)
        best = float("inf")
        for _ in range(options.rounds):
            start = time.process_time()
            for at in range(0, len(texts), options.batch):
                cut_texts(texts[at : at + options.batch], options.level)
            best = min(best, time.process_time() - start)
        print(f"{track}: {size / best / 1e6:.1f} MB/s, {best / lines * 1e6:.2f} us a line ({lines} lines)")


if __name__ == "__main__":
    main()
