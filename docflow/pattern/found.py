"""A match, with offsets in characters."""

from collections.abc import Mapping, Sequence

__all__ = ["Found"]


class Found:
    """One match of a linear pattern, with the methods of `re.Match` that a text needs."""

    __slots__ = ("_names", "_spans", "text")

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], names: Mapping[str, int]) -> None:
        self.text = text
        self._spans = spans
        self._names = names

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """Return (start, end) of a group, (-1, -1) when it took no part; raises IndexError for no such."""
        number = self._names.get(group, -1) if isinstance(group, str) else group
        if not 0 <= number < len(self._spans):
            raise IndexError(f"no such group: {group}")
        return self._spans[number]

    def start(self, group: int | str = 0) -> int:
        """Return where a group starts, in characters."""
        return self.span(group)[0]

    def end(self, group: int | str = 0) -> int:
        """Return where a group ends, in characters."""
        return self.span(group)[1]

    def group(self, group: int | str = 0) -> str | None:
        """Return the text of a group, None when it took no part."""
        start, end = self.span(group)
        return None if start < 0 else self.text[start:end]

    def groups(self) -> tuple[str | None, ...]:
        """Return the texts of the groups from 1."""
        return tuple(self.group(n) for n in range(1, len(self._spans)))

    def groupdict(self) -> dict[str, str | None]:
        """Return the texts of the named groups."""
        return {name: self.group(number) for name, number in self._names.items()}

    def __repr__(self) -> str:
        return f"Found(span={self.span()}, match={self.group()!r})"
