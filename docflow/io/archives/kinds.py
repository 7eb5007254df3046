"""Which file is an archive, by its suffix; `.tgz` and `.tzst` are short for `.tar.gz` and `.tar.zst`."""

from typing import Literal

from docflow.io.suffixes import Codec, codec_of, suffix_of
from docflow.value import frozen

__all__ = ["Kind", "kind_of"]


@frozen
class Kind:
    """The format of an archive and the compression around it."""

    format: Literal["zip", "tar"]
    codec: Codec = ""


_SHORT = {
    ".zip": Kind("zip"),
    ".tar": Kind("tar"),
    ".tgz": Kind("tar", "gz"),
    ".tzst": Kind("tar", "zst"),
}


def kind_of(name: str) -> Kind | None:
    """Return the kind of archive that a file name says, None for other files.

    A compressed zip (`.zip.gz`) is none that can be read: its directory stands at the end.
    """
    kind, codec = _SHORT.get(suffix_of(name)), codec_of(name)
    if kind is None or not codec:
        return kind
    return Kind("tar", codec) if kind == Kind("tar") else None
