"""The labelled pages, their sites, and the folds that hold whole sites."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlparse

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["FOLDS", "Page", "fold_of", "load", "read_lines"]

FOLDS: Final = 5
TRACKS: Final = ("scraped", "full")


@frozen
class Page:
    """One text with a letter for each of its lines; `set` is that of the source, `track` how it was cut out."""

    id: str
    set: str
    track: str
    site: str
    lines: tuple[str, ...]
    labels: str

    @property
    def text(self) -> str:
        """Return the page as a cleaner gets it."""
        return "\n".join(self.lines)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def load(folder: Path, tracks: tuple[str, ...] = TRACKS) -> list[Page]:
    """Return the pages of both tracks, in the order of the files."""
    urls = {row["id"]: row["url"] for row in read_lines(folder / "gold.jsonl.gz")}
    pages = []
    for track in tracks:
        for row in read_lines(folder / f"text_{track}.jsonl.gz"):
            host = urlparse(urls.get(row["id"]) or "").netloc.removeprefix("www.") or row["id"]
            pages.append(
                Page(row["id"], row["set"], track, host, tuple(row["lines"]), "".join(row["labels"]))
            )
    return pages


def fold_of(site: str) -> int:
    """Return the fold of a site; all its pages, in both tracks, are in it."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def line_labels(pages: list[Page], doc: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.str_]:
    """Return the letter of each line of a batch made of the pages."""
    return np.array([pages[d].labels[r] for d, r in zip(doc.tolist(), row.tolist(), strict=True)])
