"""A document as a few bytes: its group, and its lines as hashes with what is noted of each."""

from hashlib import blake2b
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow.plugin import Document
from docflow_residue.learning.groups import group_of
from docflow_residue.learning.shape import Shape, shape_of

__all__ = ["CLASSED", "LETTERS", "LONG", "LOOSE", "MASK", "PROSE", "Sketch", "hash_of", "read", "sketch"]

PROSE, LONG, CLASSED, LETTERS, LOOSE = (np.uint64(1 << bit) for bit in range(5))
MASK: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFF ^ 63)
ENDS: Final = 256
"""Lines at each end of a document that are learned from; what stands between them in a longer one is not."""

Words = NDArray[np.uint64]


@frozen(eq=False)
class Sketch:
    """A document: its group, a hash of what it says, its lines and their loose forms (0: none)."""

    group: int
    document: int
    lines: Words
    loose: Words

    @property
    def cost(self) -> int:
        """What keeping it costs, in numbers of 8 bytes; the rest is what Python needs."""
        return len(self.lines) * 2 + 24


def sketch(doc: Document, by: str) -> list[Any]:
    """Return what is remembered of a document, as a component's `observe` may return it."""
    shapes = [shape for line in _ends(doc.text.split("\n")) if (shape := shape_of(line)) is not None]
    lines = np.array([_noted(shape) for shape in shapes], np.uint64)
    loose = np.array([shape.loose << 6 for shape in shapes if shape.loose], np.uint64)
    return [hash_of(group_of(doc, by)), _content(lines), lines.tobytes(), loose.tobytes()]


def read(data: list[Any]) -> Sketch:
    """Return a sketch from what `sketch` made."""
    group, document, lines, loose = data
    found = np.frombuffer(lines, np.uint64)
    forms = np.zeros(len(found), np.uint64)
    forms[(found & LOOSE) != 0] = np.frombuffer(loose, np.uint64)
    return Sketch(group, document, found, forms)


def hash_of(name: str) -> int:
    """Return 64 bits of a digest of a name."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _ends(lines: list[str]) -> list[str]:
    return lines if len(lines) <= 2 * ENDS else [*lines[:ENDS], *lines[-ENDS:]]


def _noted(shape: Shape) -> int:
    flags = shape.prose | shape.long << 1 | shape.classed << 2 | shape.letters << 3 | (shape.loose > 0) << 4
    return shape.key << 6 | flags


def _content(lines: Words) -> int:
    """Return a hash of the lines: documents that say the same count once, whatever their ids."""
    return int.from_bytes(blake2b((lines & MASK).tobytes(), digest_size=8).digest(), "little")
