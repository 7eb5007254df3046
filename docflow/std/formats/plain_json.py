"""JSON text of any value: for what the fast encoder refuses, and for lists and maps inside other formats."""

import datetime
import json
import math
from typing import Any

__all__ = ["json_bytes", "json_text"]


def json_text(value: Any, *, ascii_only: bool = False) -> str:
    """Return a value as JSON on one line; NaN and infinity are null, dates ISO texts, keys text."""
    return json.dumps(_clean(value), ensure_ascii=ascii_only, allow_nan=False)


def json_bytes(value: Any) -> bytes:
    r"""Return a value as compact JSON in UTF-8; half of a surrogate pair is written as `\ud800`."""
    text = json.dumps(_clean(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def _clean(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
