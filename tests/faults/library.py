"""What killed runs read and write: several parts, a folder, single files, a corpus step, a quarantine."""

import gzip
import json
from pathlib import Path

FLOW = """use bad
from jsonl("in/feed.jsonl.gz"), jsonl("in/wide/*.jsonl"), text("in/notes")
  | clean.whitespace
  | bad.slow(0.0003)
  | expect doc.words > 2 else quarantine("too short")
  | drop when doc.text matches re"^Drop "
  | dedup.exact
  | tee { | to jsonl("out/texts.jsonl.gz") }
  | route { when doc.words < 50 { | to markdown("out/short") } else => keep }
  | to jsonl("out/all.jsonl")
"""
WIDE = 200_000
"""Bytes of a record of the wide files, mostly blanks: their parts are many, their texts small."""


def text_of(number: int, *, old: bool) -> str:
    if number % 37 == 0:
        return "Too short"
    if number % 41 == 0:
        return f"Drop number {number} of them."
    if number % 43 == 0:
        return "These are the same words everywhere."
    if number % 23 == 0:
        return f"A  short text {number}."
    version = "first" if old and number % 7 == 0 else "second"
    return f"Text {number} of the {version} version.\n\n" + "\n".join(
        f"Line {line} of {number}  has some words." for line in range(number % 50)
    )


def write(folder: Path, *, old: bool = False) -> None:
    """Write the input below a folder; an old one has other texts, and documents that are gone later."""
    notes, wide = folder / "in" / "notes", folder / "in" / "wide"
    notes.mkdir(parents=True)
    wide.mkdir()
    (folder / "main.flow").write_text(FLOW)
    feed = b"".join(_record(number, old=old) for number in range(2100 if old else 2000))
    (folder / "in" / "feed.jsonl.gz").write_bytes(gzip.compress(feed, 1, mtime=0))
    for name, start in (("a", 3000), ("b", 4000)):
        rows = (_record(start + number, old=old, blanks=WIDE) for number in range(50))
        (wide / f"{name}.jsonl").write_bytes(b"".join(rows))
    for number in range(5000, 5200):
        (notes / f"{number}.txt").write_text(text_of(number, old=old))


def _record(number: int, *, old: bool, blanks: int = 1) -> bytes:
    head, _, tail = json.dumps({"id": f"d{number}", "text": text_of(number, old=old)}).partition(" ")
    return f"{head}{' ' * blanks}{tail}\n".encode()
