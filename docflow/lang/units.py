"""Units: what the suffix of a number means."""

from collections.abc import Mapping
from fractions import Fraction

from docflow.lang.suggest import nearest
from docflow.model import DURATION, RATIO, SIZE, Type

__all__ = ["DIMENSIONS", "UNITS", "unit_hint", "units_of"]

UNITS: Mapping[str, tuple[Type, Fraction]] = {
    "B": (SIZE, Fraction(1)),
    "KB": (SIZE, Fraction(10**3)),
    "MB": (SIZE, Fraction(10**6)),
    "GB": (SIZE, Fraction(10**9)),
    "TB": (SIZE, Fraction(10**12)),
    "KiB": (SIZE, Fraction(2**10)),
    "MiB": (SIZE, Fraction(2**20)),
    "GiB": (SIZE, Fraction(2**30)),
    "TiB": (SIZE, Fraction(2**40)),
    "ms": (DURATION, Fraction(1, 1000)),
    "s": (DURATION, Fraction(1)),
    "m": (DURATION, Fraction(60)),
    "h": (DURATION, Fraction(3600)),
    "d": (DURATION, Fraction(86400)),
    "%": (RATIO, Fraction(1, 100)),
}
"""Type and factor by suffix. A size counts bytes (KB is 1000 of them, KiB 1024), a duration seconds."""

DIMENSIONS: Mapping[str, str] = {"size": "10MB", "duration": "5s", "ratio": "20%"}
"""The types that are written with a unit, each with a sample."""

_WORDS = {
    "k": "KB", "M": "MB", "mb": "MB", "kb": "KB", "gb": "GB", "tb": "TB", "b": "B", "G": "GB", "T": "TB",
    "byte": "B", "bytes": "B", "percent": "%", "pct": "%", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "day": "d", "days": "d", "msec": "ms", "millis": "ms", "S": "s", "H": "h",
    "D": "d",
}  # fmt: skip


def unit_hint(suffix: str) -> str | None:
    """Return the unit that a wrong suffix most likely stands for."""
    return _WORDS.get(suffix) or nearest(suffix, UNITS)


def units_of(type_: Type) -> str:
    """Return the units of a dimension, for messages: "ms, s, m, h, d"."""
    return ", ".join(name for name, (known, _) in UNITS.items() if known == type_)
