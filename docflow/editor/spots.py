"""The steps, gates and claims of a file by place: what expressions may see at any offset."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from attrs import define, field

from docflow.errors import Span
from docflow.lang.check.watch import Spot
from docflow.lang.typing.scope import Field, Scope
from docflow.value import evolve

__all__ = ["Spots"]


@define(eq=False)
class _Place:
    """The spots of one step: one for each flow and test that comes through it."""

    span: Span
    spots: list[Spot] = field(factory=list)
    parent: "_Place | None" = None
    scope: Scope | None = None

    def seen(self) -> Scope:
        """Return what the step sees, in a stage with the fields that any of its callers brings."""
        if self.scope is None:
            own = [spot for spot in self.spots if not spot.testing] or self.spots
            self.scope = _merged(own)
        return self.scope


def _merged(spots: Sequence[Spot]) -> Scope:
    scopes = [spot.scope() for spot in spots]
    if len(scopes) == 1:
        return scopes[0]
    fields: dict[str, Field] = {}
    for scope in reversed(scopes):
        fields |= scope.fields
    return evolve(scopes[0], fields=fields)


class Spots:
    """The places of a file, found by offset in a few steps however long the file is."""

    def __init__(self, spots: Iterable[Spot], file: str) -> None:
        by_span: dict[Span, _Place] = {}
        for spot in spots:
            if spot.span.file == file:
                by_span.setdefault(spot.span, _Place(spot.span)).spots.append(spot)
        self._places = sorted(by_span.values(), key=lambda place: (place.span.start, -place.span.end))
        self._starts = [place.span.start for place in self._places]
        open_: list[_Place] = []
        for place in self._places:
            while open_ and open_[-1].span.end < place.span.end:
                open_.pop()
            place.parent = open_[-1] if open_ else None
            open_.append(place)

    def scope_at(self, offset: int, item: Span) -> Scope | None:
        """Return what an expression at an offset in an item may see, None outside of steps.

        Between two steps it is what the next one sees; behind the last one what that one saw.
        """
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or self._starts[at] < item.start:
            return None
        place = self._places[at]
        if offset <= place.span.end:
            return place.seen()
        while place.parent is not None and place.parent.span.end < offset:
            place = place.parent
        end = place.parent.span.end if place.parent is not None else item.end + 1
        following = self._places[at + 1] if at + 1 < len(self._places) else None
        if following is not None and following.span.start <= end:
            return following.seen()
        return place.seen()
