"""Values of the wrong type, and values that are hard to bear."""

from typing import Any


class Sub(str):
    """A text with a behaviour of its own, which must not reach anybody."""

    def encode(self, *args: Any, **kwargs: Any) -> bytes:
        raise RuntimeError("this text does not like to be written")

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class Liar:
    """Claims to be a text."""

    @property
    def __class__(self) -> Any:
        return str


def gives_none(text: str) -> Any:
    return None


def gives_int(text: str) -> Any:
    return 7


def gives_bytes(text: str) -> Any:
    return text.encode()


def gives_list(text: str) -> Any:
    return [text]


def gives_liar(text: str) -> Any:
    return Liar()


def gives_generator(text: str) -> Any:
    return (part for part in text)


def gives_surrogates(text: str) -> Any:
    return f"{text} \ud800"


def gives_subclass(text: str) -> Any:
    """A subclass of text is a text: it becomes a plain one."""
    return Sub(text)


BODIES = (
    gives_none,
    gives_int,
    gives_bytes,
    gives_list,
    gives_liar,
    gives_generator,
    gives_surrogates,
    gives_subclass,
)
