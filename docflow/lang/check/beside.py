"""Files that the arguments of a flow name, read while it is checked: only where a plugin asks."""

import os
from pathlib import Path, PurePath

from attrs import define, field

from docflow.errors import Span
from docflow.io.paths import written_path
from docflow.lang.check.includes import Read
from docflow.model import Place

__all__ = ["Beside"]


@define(eq=False)
class Beside:
    """Reads files from the folder of the flow, or of the caller where their names came from there.

    `home` is the flow's folder and its name as messages begin with it; `shown` holds the texts that findings
    point into, by the name in their spans.
    """

    home: tuple[Path, str] | None
    given: Read
    shown: dict[str, str] = field(factory=dict)
    _texts: dict[Place, str] = field(factory=dict)

    def read(self, place: Place) -> str:
        """Return the text of a file; raises OSError or UnicodeDecodeError."""
        if place not in self._texts:
            self._texts[place] = self.given(self._path(place))
        return self._texts[place]

    def span(self, place: Place, line: int) -> Span | None:
        """Return the place of a line of a file that was read, None for one that was not."""
        text = self._texts.get(place)
        if text is None:
            return None
        name = self._name(place)
        self.shown[name] = text
        lines = text.split("\n")
        number = min(max(line, 1), len(lines))
        start = sum(len(each) + 1 for each in lines[: number - 1])
        said = lines[number - 1].rstrip()
        return Span(name, start, start + len(said), number, 1, number, len(said) + 1)

    def _path(self, place: Place) -> Path:
        path = written_path(place.path)
        if place.base == "caller" or path.is_absolute():
            return path.absolute()
        if self.home is None:
            raise FileNotFoundError(place.path)
        return self.home[0] / path

    def _name(self, place: Place) -> str:
        """Return how messages call a file: seen from where the flow is seen from."""
        if place.base == "caller" or self.home is None or PurePath(place.path).is_absolute():
            return place.path
        return os.path.normpath(PurePath(self.home[1]).parent / place.path)
