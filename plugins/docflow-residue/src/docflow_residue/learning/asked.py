"""What counts as repeated: the numbers that a step or a command is given."""

from typing import Literal, get_args

from attrs import frozen

__all__ = ["BETWEEN", "DOCUMENTS", "FOLDER", "POSITIONS", "SHARE", "SITE", "Asked", "Position"]

Position = Literal["head", "tail", "between"]
POSITIONS: tuple[Position, ...] = get_args(Position)

SITE, FOLDER = "site", "folder"
DOCUMENTS = 4
SHARE = 0.05
BETWEEN = 0.2


@frozen
class Asked:
    """From how many documents and which share of them on a line is residue, and where.

    `share` is for lines before and after the text of a document, `between` for those inside of it, where
    texts repeat headings of their own, and such lines need twice the documents. Long lines need half of
    `between`: they do not agree by chance.
    """

    documents: int = DOCUMENTS
    share: float = SHARE
    between: float = BETWEEN
    positions: tuple[Position, ...] = POSITIONS
