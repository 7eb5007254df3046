"""Whose doing it is that a line is in the text of one version and not in that of the other.

A line that only the old text has was taken by a step of the new version that did not take it before, or was
brought by a step of the old one; and the other way round. Where no step took or brought it as it stands
(later steps changed it again), the first step is named after which the texts differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from attrs import define, frozen

from docflow.engine.compare.passage import Passage, Work

__all__ = ["Owner", "Owners"]


@frozen
class Owner:
    """Who did it: a step with its rule, of the old or the new version; `took` says that it removed lines."""

    step: str
    rule: str
    old: bool
    took: bool


Doings = Mapping[str, list[tuple[str, str, bool]]]
"""Of each line: step, rule and whether the step only took lines."""


@define
class Owners:
    """Answers for one document; `forward` gives the new id of an old step."""

    old: Passage
    new: Passage
    forward: Mapping[str, str]
    _gone: tuple[Doings, Doings] | None = None
    _came: tuple[Doings, Doings] | None = None

    def of_gone(self, line: str) -> Owner:
        """Return whose doing it is that a line of the old text is not in the new one."""
        found = self._extra(line, taken_by_new=True)
        return found or self._culprit()

    def of_new(self, line: str) -> Owner:
        """Return whose doing it is that a line of the new text is not in the old one."""
        found = self._extra(line, taken_by_new=False)
        return found or self._culprit()

    def blank(self) -> Owner:
        """Return whose doing it is that texts differ in empty lines only."""
        return self._culprit()

    def _extra(self, line: str, *, taken_by_new: bool) -> Owner | None:
        if self._gone is None or self._came is None:
            self._gone = _by_line(self.old.works, _taken), _by_line(self.new.works, _taken)
            self._came = _by_line(self.old.works, _brought), _by_line(self.new.works, _brought)
        key = _key(line)
        took = self._one_more(key, self._gone, of_old=not taken_by_new)
        if took is not None:
            step, rule, only = took
            return Owner(step, rule, not taken_by_new, only)
        brought = self._one_more(key, self._came, of_old=taken_by_new)
        return Owner(brought[0], "", taken_by_new, False) if brought is not None else None

    def _one_more(
        self, key: str, both: tuple[Doings, Doings], *, of_old: bool
    ) -> tuple[str, str, bool] | None:
        """Return a doing of one version that the other does not have."""
        mine, theirs = both if of_old else both[::-1]
        known = Counter((self._new_id(s, old=not of_old), r) for s, r, _ in theirs.get(key, ()))
        for step, rule, only in mine.get(key, ()):
            name = self._new_id(step, old=of_old), rule
            if not known[name]:
                return step, rule, only
            known[name] -= 1
        return None

    def _new_id(self, step: str, *, old: bool) -> str:
        return self.forward.get(step, f"\0{step}") if old else step

    def _culprit(self) -> Owner:
        """Return the first step after which the texts differ, "" where the documents came differently."""
        old = [work for work in self.old.works if work.before != work.after]
        new = [work for work in self.new.works if work.before != work.after]
        back = {two: one for one, two in self.forward.items()}
        for one, two in zip(old, new, strict=False):
            if (self.forward.get(one.step), one.after) != (two.step, two.after):
                return _first(one, two, self.forward, back)
        rest = [Owner(work.step, "", False, False) for work in new[len(old) :]]
        rest += [Owner(work.step, "", True, False) for work in old[len(new) :]]
        return rest[0] if rest else Owner("", "", False, False)


def _first(one: Work, two: Work, forward: Mapping[str, str], back: Mapping[str, str]) -> Owner:
    if two.step in back or one.step in forward:
        return (
            Owner(one.step, "", True, False) if one.step not in forward else Owner(two.step, "", False, False)
        )
    return Owner(two.step, "", False, False)


def _by_line(works: Iterable[Work], doings: Callable[[Work], Iterable[tuple[str, str, bool]]]) -> Doings:
    """Return who did something with a line, lines taken with single blanks for all white space."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for work in works:
        for line, rule, only in doings(work):
            found.setdefault(_key(line), []).append((work.step, rule, only))
    return found


def _taken(work: Work) -> Iterable[tuple[str, str, bool]]:
    return ((line, rule, bool(rule) or not work.came) for rule, line in work.gone)


def _brought(work: Work) -> Iterable[tuple[str, str, bool]]:
    return ((line, "", False) for line in work.came)


def _key(line: str) -> str:
    return " ".join(line.split())
