"""What a set of scores is worth on the labelled lines, by level, track and set."""

from typing import Final

import numpy as np
from attrs import frozen
from lines import Lines
from numpy.typing import NDArray

__all__ = ["Scored", "curve", "figures", "report"]

THRESHOLDS: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@frozen(eq=False)
class Scored:
    """Lines of one track and set: is it residue, its words, its chance."""

    residue: NDArray[np.bool_]
    words: NDArray[np.int64]
    chance: NDArray[np.float64]


def figures(lines: Scored, threshold: NDArray[np.float64] | float) -> tuple[float, float, float]:
    """Return drop F1 and drop recall over lines, and the share of body words kept."""
    dropped = lines.chance > threshold
    hit, lost = (dropped & lines.residue).sum(), dropped & ~lines.residue
    missed = (~dropped & lines.residue).sum()
    body = max(1, int(lines.words[~lines.residue].sum()))
    return (
        float(2 * hit / max(1, 2 * hit + lost.sum() + missed)),
        float(hit / max(1, hit + missed)),
        float(1 - lines.words[lost].sum() / body),
    )


def curve(lines: Scored) -> str:
    """Return one row a threshold."""
    rows = []
    for threshold in THRESHOLDS:
        f1, recall, kept = figures(lines, threshold)
        rows.append(f"  {threshold:.2f}  drop F1 {f1:.4f}  recall {recall:.4f}  body kept {kept:.4f}")
    return "\n".join(rows)


def report(lines: Lines, odds: NDArray[np.float32], title: str) -> str:
    """Return the curves of each track and set."""
    rows = [title]
    chance = 1 / (1 + np.exp(-odds.astype(np.float64)))
    for track in ("scraped", "full"):
        for name in ("sh", "wx"):
            own = (lines.track == track) & (lines.set == name) & lines.known
            scored = Scored(lines.residue[own] == 1, lines.words[own], chance[own])
            rows += [f"{track} {name}", curve(scored)]
    return "\n".join(rows) + "\n"
