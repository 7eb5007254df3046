"""The families of residue: each is one file of rules in the folder `rules`."""

from typing import Literal, get_args

__all__ = ["FAMILIES", "Family"]

Family = Literal[
    "advertisement",
    "byline",
    "comments",
    "contact",
    "cookies",
    "copyright",
    "credits",
    "dateline",
    "navigation",
    "newsletter",
    "photo",
    "read_more",
    "related",
    "share",
    "stamps",
    "tags",
]
FAMILIES: tuple[Family, ...] = get_args(Family)
