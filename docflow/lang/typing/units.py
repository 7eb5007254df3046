"""Units: what the suffix of a number means."""

from collections.abc import Mapping

from docflow.lang.suggest import nearest
from docflow.model import DURATION, RATIO, SIZE, Type

__all__ = ["DIMENSIONS", "UNITS", "unit_hint", "units_of"]

UNITS: Mapping[str, tuple[Type, int, int]] = {
    "B": (SIZE, 1, 1),
    "KB": (SIZE, 10**3, 1),
    "MB": (SIZE, 10**6, 1),
    "GB": (SIZE, 10**9, 1),
    "TB": (SIZE, 10**12, 1),
    "KiB": (SIZE, 2**10, 1),
    "MiB": (SIZE, 2**20, 1),
    "GiB": (SIZE, 2**30, 1),
    "TiB": (SIZE, 2**40, 1),
    "ms": (DURATION, 1, 1000),
    "s": (DURATION, 1, 1),
    "m": (DURATION, 60, 1),
    "h": (DURATION, 3600, 1),
    "d": (DURATION, 86400, 1),
    "%": (RATIO, 1, 100),
}
"""Type and factor (as numerator and denominator) by suffix: sizes count bytes, durations seconds."""

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
    return ", ".join(name for name, (known, _, _) in UNITS.items() if known == type_)
