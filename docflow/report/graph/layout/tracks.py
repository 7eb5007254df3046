"""Tracks: at which height of the channel between two layers a way runs across.

Ways that leave one box, or come to one box, share a track; others get tracks of their own where they would
lie on each other, with the constraints of channel routing (Hashimoto and Stevens, "Wire Routing by Optimizing
Channel Assignment within Large Apertures", DAC 1971): where one way comes down and another goes on at the
same place, the first must turn before the other.
"""

from collections.abc import Sequence

from docflow.value import frozen

__all__ = ["Bend", "tracks_of"]

CLEAR = 10


@frozen
class Bend:
    """A link that does not run straight: its number, its slots and where it is at both."""

    link: int
    upper: int
    lower: int
    start: int
    end: int


@frozen
class _Net:
    """Bends that share a track."""

    bends: tuple[Bend, ...]

    @property
    def low(self) -> int:
        return min(min(bend.start, bend.end) for bend in self.bends)

    @property
    def high(self) -> int:
        return max(max(bend.start, bend.end) for bend in self.bends)


def tracks_of(bends: Sequence[Bend]) -> tuple[dict[int, int], int]:
    """Return the track of each link that bends, from 0 at the upper layer, and the number of tracks."""
    nets = sorted(_nets(bends), key=_turn)
    found: dict[int, int] = {}
    placed: list[tuple[_Net, int]] = []
    for net in nets:
        track = 0
        for other, at in placed:
            if _touch(net, other):
                track = max(track, at + 1)
        placed.append((net, track))
    placed = _mended(placed)
    for net, track in placed:
        found.update((bend.link, track) for bend in net.bends)
    return found, max((track for _, track in placed), default=-1) + 1


def _nets(bends: Sequence[Bend]) -> list[_Net]:
    """Join the bends that leave one slot, where it is more than one; else those that come to one slot."""
    leaving: dict[int, int] = {}
    for bend in bends:
        leaving[bend.upper] = leaving.get(bend.upper, 0) + 1
    found: dict[tuple[bool, int], list[Bend]] = {}
    for bend in bends:
        fans = leaving[bend.upper] > 1
        found.setdefault((fans, bend.upper if fans else bend.lower), []).append(bend)
    return [_Net(tuple(some)) for some in found.values()]


def _turn(net: _Net) -> tuple[int, int, int]:
    """Sort so that few cross: of ways to the right, the one that starts furthest right turns first."""
    first = net.bends[0]
    right = first.end > first.start
    return (
        0 if len({bend.upper for bend in net.bends}) == 1 else 1,
        -first.start if right else first.start,
        first.link,
    )


def _touch(one: _Net, other: _Net) -> bool:
    return one.low < other.high + CLEAR and other.low < one.high + CLEAR


def _above(one: _Net, other: _Net) -> bool:
    """Whether `one` must turn before `other`: it comes down where the other goes on down."""
    return any(abs(a.start - b.end) < CLEAR for a in one.bends for b in other.bends)


def _mended(placed: Sequence[tuple[_Net, int]]) -> list[tuple[_Net, int]]:
    """Exchange the tracks of two nets where the order of their turns is the wrong way round."""
    made = list(placed)
    for i, (one, _) in enumerate(made):
        for j in range(i + 1, len(made)):
            other = made[j][0]
            if (
                _touch(one, other)
                and _above(other, one)
                and not _above(one, other)
                and made[i][1] < made[j][1]
            ):
                made[i], made[j] = (one, made[j][1]), (other, made[i][1])
    return made if _free(made) else list(placed)


def _free(placed: Sequence[tuple[_Net, int]]) -> bool:
    """Whether no two nets lie on each other."""
    pairs = ((a, b) for n, a in enumerate(placed) for b in placed[n + 1 :])
    return not any(a[1] == b[1] and _touch(a[0], b[0]) for a, b in pairs)
