"""The JSON codec, loaded when the first document needs it.

`docflow check` imports this namespace to know its components and has a budget of 150 ms; msgspec alone
takes 15 of them, so it is not imported at the top.
"""

import functools
from typing import Any

__all__ = ["decoder", "encoder", "errors"]


@functools.cache
def decoder() -> Any:
    """Return the decoder of JSON values."""
    return _msgspec().json.Decoder()


@functools.cache
def encoder() -> Any:
    """Return the encoder of JSON values; NaN and infinity become null, dates ISO texts."""
    return _msgspec().json.Encoder()


@functools.cache
def errors() -> tuple[type[Exception], ...]:
    """Return what the decoder raises for data that is wrong."""
    return (_msgspec().MsgspecError, UnicodeDecodeError, RecursionError)


def _msgspec() -> Any:
    import msgspec  # noqa: PLC0415 - see above

    return msgspec
