"""The suffixes of file names: which one names the format, which the compression."""

from typing import Literal

__all__ = ["SUFFIXES", "Codec", "codec_of", "stem_of", "suffix_of"]

Codec = Literal["", "gz", "zst"]
SUFFIXES: dict[str, Codec] = {".gz": "gz", ".zst": "zst"}


def codec_of(name: str) -> Codec:
    """Return the codec of a file name: "gz", "zst", or "" for a plain file."""
    dot = name.rfind(".")
    return SUFFIXES.get(name[dot:].lower(), "") if dot > 0 else ""


def suffix_of(name: str) -> str:
    """Return the suffix of the format, lower case, with the dot: `.jsonl` for `a.b.JSONL.gz`, or ""."""
    last = _plain(name.rpartition("/")[2])
    dot = last.rfind(".")
    return last[dot:].lower() if 0 < dot < len(last) - 1 else ""


def stem_of(name: str) -> str:
    """Return a name or path without the suffixes of compression and format: `x/a.b` for `x/a.b.txt.gz`."""
    folder, slash, last = name.rpartition("/")
    plain = _plain(last)
    return folder + slash + plain[: len(plain) - len(suffix_of(plain))]


def _plain(name: str) -> str:
    return name[: name.rfind(".")] if codec_of(name) else name
