"""What the runs of the bodies read: small records in large files, so that there are several parts."""

import json
from pathlib import Path

from attrs import frozen

BAD = "b-17"
"""The document at which components misbehave; it stands inside a part, with others before and after it."""
FILES = ("a", "b")
RECORDS = 24
LENGTH = 500_000
"""Bytes of a record in the input, nearly all of them blanks between its members: parts are cut by bytes, and
four workers are to have one each."""


@frozen
class Corpora:
    """Two folders with the same files, but for the bad document, and what the documents in them are."""

    whole: Path
    without: Path

    def folder(self, *, bad: bool) -> Path:
        return self.whole if bad else self.without


def text_of(id_: str) -> str:
    number = int(id_[2:])
    if id_ == BAD:
        return "This one is BAD.\nIt has two lines."
    return f"Text {number % 30} of {'abc'[number % 3]}.\n\nIt is  good."  # some texts occur twice


def ids(*, bad: bool) -> list[str]:
    every = [f"{name}-{number}" for name in FILES for number in range(RECORDS)]
    return [id_ for id_ in every if bad or id_ != BAD]


def make(folder: Path) -> Corpora:
    """Write both folders."""
    made = Corpora(folder / "whole", folder / "without")
    for bad in (True, False):
        target = made.folder(bad=bad)
        target.mkdir()
        for name in FILES:
            own = [id_ for id_ in ids(bad=bad) if id_.startswith(name)]
            (target / f"{name}.jsonl").write_bytes(b"".join(map(_padded, own)))
            (target / f"{name}.rec").write_bytes(b"".join(map(_plain, own)))
    return made


def _padded(id_: str) -> bytes:
    head, _, tail = json.dumps({"id": id_, "text": text_of(id_)}).partition(" ")
    return f"{head}{' ' * LENGTH}{tail}\n".encode()


def _plain(id_: str) -> bytes:
    return f"{id_}|{' '.join(text_of(id_).split())}\n".encode()
