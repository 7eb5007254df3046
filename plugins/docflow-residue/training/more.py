"""More to learn from than the labelled pages: other parts of them, and pages of which a few lines are told.

Nothing of this is scored.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from attrs import evolve
from docflow_html.text import Text
from pages import Page, read_lines, site_of

__all__ = ["CROP", "TOLD", "crops", "told"]

CROP: Final = "crop"
TOLD: Final = "told"
MOST: Final = 3  # lines that one string may tell of: what comes more often stands for something else
SHARE: Final = 0.3  # of a line that a string must be, to tell that all of it is residue


def crops(pages: Iterable[Page]) -> list[Page]:
    """Cut whole pages somewhere before and after their body, oftener near it: each scraper cuts elsewhere."""
    return [made for page in pages if page.track == "full" and (made := _crop(page)) is not None]


def _crop(page: Page) -> Page | None:
    body = [at for at, label in enumerate(page.labels) if label == "K"]
    if len(body) < MOST:
        return None
    first, end = body[0], body[-1] + 1
    start = round(first * (1 - _chance(f"0a{page.id}") ** 2))
    stop = end + round((len(page.lines) - end) * _chance(f"0b{page.id}") ** 2)
    return evolve(page, track=CROP, lines=page.lines[start:stop], labels=page.labels[start:stop])


def _chance(seed: str) -> float:
    digest = hashlib.md5(seed.encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) / 2**32


def told(folder: Path) -> list[Page]:
    """Return the pages of the set `tf`, in many languages, by strings that must and must not be kept.

    A line with one of them is labelled, every other line is `?` and is not learned.
    """
    rows = (row for row in read_lines(folder / "gold.jsonl.gz") if row["set"] == "tf")
    return [_told(row, folder) for row in rows]


def _told(row: dict[str, Any], folder: Path) -> Page:
    page = folder / "html" / f"{row['id']}.html.gz"
    with gzip.open(page, "rt", encoding="utf-8", errors="replace") as stream:
        lines = Text().clean(stream.read()).split("\n")
    plain = [_plain(line) for line in lines]
    labels = ["?" if re.search(r"\w", line) else "N" for line in lines]
    for letter, strings in (("K", row["with"]), ("D", row["without"])):
        for string in map(_plain, strings or ()):
            hits = [at for at, line in enumerate(plain) if string and string in line]
            for at in hits[:MOST]:
                if letter == "K" or len(string) >= SHARE * len(plain[at]):
                    labels[at] = letter if labels[at] in "?N" + letter else "?"
    return Page(row["id"], "tf", TOLD, site_of(row), tuple(lines), "".join(labels))


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
