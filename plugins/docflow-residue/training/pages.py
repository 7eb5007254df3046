"""The labelled pages, their sites, and the folds that hold whole sites."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlparse

from attrs import frozen

__all__ = ["FOLDS", "Page", "load", "read_lines", "site_of"]

FOLDS: Final = 5
TRACKS: Final = ("scraped", "full")


@frozen
class Page:
    """One text with a letter for each line; `set` is that of the source, `track` how it was cut out."""

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

    @property
    def fold(self) -> int:
        """Return the fold of its site; all pages of a site, in both tracks, are in it."""
        return int(hashlib.md5(self.site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def site_of(row: Mapping[str, Any]) -> str:
    """Return the site of a page of the gold: the host of its address, or its id where it has none."""
    return urlparse(row["url"] or "").netloc.removeprefix("www.") or str(row["id"])


def load(folder: Path, tracks: tuple[str, ...] = TRACKS) -> list[Page]:
    """Return the pages of both tracks, in the order of the files."""
    sites = {row["id"]: site_of(row) for row in read_lines(folder / "gold.jsonl.gz")}
    pages = []
    for track in tracks:
        for row in read_lines(folder / f"text_{track}.jsonl.gz"):
            site = sites.get(row["id"], row["id"])
            pages.append(
                Page(row["id"], row["set"], track, site, tuple(row["lines"]), "".join(row["labels"]))
            )
    return pages
