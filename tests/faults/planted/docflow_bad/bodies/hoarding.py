"""More memory than a worker has."""

import mmap
from typing import Any


def one_request(text: str) -> Any:
    return str(len(bytearray(6 << 30)))


def leaks_in_a_loop(text: str) -> Any:
    kept = []
    while True:
        kept.append(b"x" * (8 << 20))


def leaks_and_swallows(text: str) -> Any:
    """Takes the error for a reason to try again."""
    kept: list[bytes] = []
    while True:
        try:
            kept.append(b"x" * (8 << 20))
        except MemoryError:
            continue


def maps_and_touches(text: str) -> Any:
    kept = []
    while True:
        page = mmap.mmap(-1, 16 << 20)
        page[:] = b"x" * (16 << 20)
        kept.append(page)


def grows_a_text(text: str) -> Any:
    while True:
        text += text


BODIES = (one_request, leaks_in_a_loop, leaks_and_swallows, maps_and_touches, grows_a_text)
