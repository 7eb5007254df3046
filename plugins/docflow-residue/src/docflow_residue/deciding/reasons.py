"""Why a line goes, in a few stable phrases: what it says, else where it stands and what it looks like."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.lines.alphabet import END
from docflow_residue.lines.features import Features, values_of
from docflow_residue.lines.phrases import stems

__all__ = ["KINDS", "PLACES", "REASONS", "REPEATED", "reasons"]

Ints = NDArray[np.int64]

PLACES: Final = ("head", "between", "tail", "page without prose")
"""Before the first line of prose, between lines of prose, behind the last one; or there is none."""
KINDS: Final = (
    "number",
    "words of a page",
    "one or two words",
    "like a headline",
    "short sentence",
    "long text",
)
REPEATED: Final = "repeated in the text"
REASONS: Final = tuple(f"{place}: {kind}" for place in PLACES for kind in KINDS)

WORDS_OF_A_PAGE: Final = 128 + 24  # lexical score above which the words alone speak for residue
HALF: Final = 128
ASKED: Final = (
    *("prose_total", "prose_before", "prose_after", "prose"),
    *("numbers", "lexical", "end_mark", "same"),
)


def reasons(features: Features, lines: Ints) -> list[str]:
    """Return the reason of each of some lines."""
    rows = features.rows[lines]
    table = dict(zip(ASKED, values_of(features, ASKED, rows), strict=True))
    words = features.shapes.words[lines]
    families = values_of(features, [f"family_{name}" for name in stems()], rows)
    family, strength = families.argmax(0), families.max(0)
    place = np.select(
        [table["prose_total"] == 0, table["prose_before"] == 0, table["prose_after"] == 0], [3, 0, 2], 1
    )
    kind = np.select(
        [
            table["numbers"] > HALF,
            (table["lexical"] > WORDS_OF_A_PAGE) & (words <= 6),
            words <= 2,
            (words <= 16) & (table["end_mark"] != END),
            words <= 16,
        ],
        range(5),
        5,
    )
    again = (table["same"] > 1) & (table["prose"] == 0)
    names = stems()
    return [
        names[f] if strong else REPEATED if twice else REASONS[p * len(KINDS) + k]
        for f, strong, twice, p, k in zip(
            family.tolist(), strength.tolist(), again.tolist(), place.tolist(), kind.tolist(), strict=True
        )
    ]
