"""Pieces: the files that one part of one stage leaves, as they are told to the parent."""

import zlib
from hashlib import sha256
from pathlib import Path

from docflow.value import frozen

__all__ = ["DOCUMENTS", "HOLES", "QUARANTINE", "RESULT", "SKETCHES", "Piece", "piece_of", "sink_name"]

QUARANTINE, HOLES = "quarantine.jsonl", "holes"
DOCUMENTS, SKETCHES, RESULT = "documents", "sketches", "result"
"""Names in the folder of a part: entries with what they left missing, the spill of a corpus step with its
sketches, the flow's result."""
CHUNK = 1 << 20


@frozen
class Piece:
    """One file of a part (or a folder with its index): name in the part's folder, bytes, CRC-32, documents.

    A folder of files counts the bytes of its files and has the CRC of its index (`NAME.names`). `digest` is
    the sha256 of what another part reads. A piece that was written straight into an output has no CRC but
    the sha256 of that file up to its own end. Other pieces have no digest.
    """

    name: str
    size: int
    crc: int
    documents: int
    digest: str = ""


def sink_name(number: int) -> str:
    """Return how the piece of a sink is called."""
    return f"sink-{number:04}"


def piece_of(path: Path, documents: int, *, hashed: bool = False) -> Piece:
    """Return the piece that a finished file is, `hashed` with its digest; raises OSError."""
    crc = size = 0
    digest = sha256()
    with path.open("rb", buffering=0) as file:
        while data := file.read(CHUNK):
            crc = zlib.crc32(data, crc)
            size += len(data)
            if hashed:
                digest.update(data)
    return Piece(path.name, size, crc, documents, digest.hexdigest() if hashed else "")
