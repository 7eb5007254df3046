"""How fast work goes: an average over the last half minute, so that a slow part does not make it jump."""

from collections import deque

from attrs import define, field

__all__ = ["Pace"]

WINDOW = 30.0
"""Seconds that the average looks back."""
APART = 0.5
"""Seconds between two samples at least: 60 of them are kept."""
ENOUGH = 2.0
"""Seconds of work before there is a pace: before that the start of the workers is measured."""


@define
class Pace:
    """Samples of work done, in any unit; `note` takes one, `speed` gives units a second."""

    samples: deque[tuple[float, float]] = field(factory=deque)

    def restart(self, now: float) -> None:
        """Begin anew: another stage has another pace."""
        self.samples.clear()
        self.samples.append((now, 0.0))

    def note(self, done: float, now: float) -> None:
        """Take how much is done in all since the restart, at a time in seconds."""
        samples = self.samples
        if len(samples) > 1 and now - samples[-2][0] < APART:
            samples.pop()
        samples.append((now, done))
        while len(samples) > 2 and now - samples[1][0] >= WINDOW:
            samples.popleft()

    @property
    def speed(self) -> float | None:
        """Units a second; None while nobody can know."""
        if len(self.samples) < 2:
            return None
        (begun, before), (now, done) = self.samples[0], self.samples[-1]
        return (done - before) / (now - begun) if now - begun >= ENOUGH and done > before else None
