"""What an edit changes about one document, as keys of effects with lines and characters."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import define, field, frozen

from docflow.engine.compare.lines import Owner, Owners
from docflow.engine.compare.passage import WRITTEN, End, Passage
from docflow.plan.alignment import Alignment
from docflow.plan.comparison import Effect, Hunk
from docflow.textdiff import Row, rows

__all__ = ["Change", "Found", "Writing", "changes_of", "json_text", "text_hunks"]

KINDS = {"drop": "dropped", "quarantine": "quarantined", "fail": "failed"}


@define
class Found:
    """How much of an effect a document has, and the pair of ends that shows it."""

    lines: int = 0
    chars: int = 0
    ends: tuple[End | None, End | None] = (None, None)
    field: str = ""


@define
class Change:
    """Everything that an edit changes about one document; keys are effects without counts."""

    old: Passage
    new: Passage
    found: dict[Effect, Found] = field(factory=dict)

    def note(
        self, effect: Effect, ends: tuple[End | None, End | None], lines: int = 0, chars: int = 0
    ) -> None:
        """Add to an effect; the pair of ends that shows most of it is kept."""
        known = self.found.setdefault(effect, Found(ends=ends))
        known.lines += lines
        known.chars += chars


@frozen
class Writing:
    """What is needed to name steps: the new id of each old one, and the conditions that are reasons.

    A step that says no reason gives its condition as written; that its wording changed is no news.
    """

    forward: dict[str, str]
    named: dict[str, str]
    wordings: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, aligned: Alignment) -> "Writing":
        """Return it for two aligned versions."""
        pairs = [(two.id, one.step, two.step) for one, two in aligned.pairs]
        texts = ((id_, getattr(one, "text", ""), getattr(two, "text", "")) for id_, one, two in pairs)
        return cls(aligned.forward(), aligned.named(), frozenset(texts))

    def name(self, end: End) -> str:
        """Return what to call the step where a document of the old version ended."""
        return self.named.get(end.step, end.step)

    def same_reason(self, step: str, one: str, two: str) -> bool:
        """Return whether two reasons of a step (by its new id) say the same."""
        return one == two or (step, one, two) in self.wordings


def changes_of(old: Passage, new: Passage, names: Writing) -> Change:
    """Return what differs between the two passages of one document."""
    change = Change(old, new)
    owners = Owners(old, new, names.forward)
    told: list[tuple[End, End]] = []
    pairs = list(_paired(old.ends, new.ends, names))
    ended = any(a and b and not a.copy and (a.kind == WRITTEN) != (b.kind == WRITTEN) for a, b in pairs)
    for one, two in pairs:
        if one is None or two is None:
            if not ended:  # that its copies come or go with a document is the same news
                _alone(one, two, change)
        elif one.kind == two.kind == WRITTEN:
            if not any(_same(one, a) and _same(two, b) for a, b in told):
                told.append((one, two))
                _written(one, two, change, owners, names)
            if names.forward.get(one.step, "" if not one.step else None) != two.step:
                change.note(Effect("moved", two.step, detail="sink", was=names.name(one)), (one, two))
        else:
            _ended(one, two, change, names)
    return change


def _same(one: End, two: End) -> bool:
    return one.text == two.text and one.fields == two.fields and one.id == two.id


# ------------------------------------------------------------------------------------------ which with which


def _paired(
    old: Sequence[End], new: Sequence[End], names: Writing
) -> Iterator[tuple[End | None, End | None]]:
    """Pair the ends of the pieces and copies of a document."""
    mains = [[end for end in side if not end.copy] for side in (old, new)]
    copies = [[end for end in side if end.copy] for side in (old, new)]
    if len(mains[0]) == len(mains[1]) == 1:
        yield mains[0][0], mains[1][0]
    else:
        yield from _matched(mains[0], mains[1], lambda one, two: one.id == two.id)
    yield from _matched(
        copies[0], copies[1], lambda one, two: one.id == two.id and names.forward.get(one.step) == two.step
    )


def _matched(old: list[End], new: list[End], same: Any) -> Iterator[tuple[End | None, End | None]]:
    free, alone = list(new), list[End]()
    for one in old:
        place = next((n for n, two in enumerate(free) if same(one, two)), None)
        if place is None:
            alone.append(one)
        else:
            yield one, free.pop(place)
    for one in alone:
        place = next((n for n, two in enumerate(free) if one.id == two.id), None)
        yield one, (free.pop(place) if place is not None else None)
    for two in free:
        yield None, two


# ------------------------------------------------------------------------------------------ ends


def _alone(one: End | None, two: End | None, change: Change) -> None:
    """A piece or copy that only one version makes."""
    end = one or two
    assert end is not None  # noqa: S101 - one of them is there
    what = "copy" if end.copy else "piece"
    change.note(Effect("copies", end.step, detail=what, old=two is None), (one, two), chars=len(end.text))


def _ended(one: End, two: End, change: Change, names: Writing) -> None:
    both = (one, two)
    copy = " (a copy)" if two.copy else ""
    if one.kind == WRITTEN:
        change.note(Effect(KINDS[two.kind], two.step, detail=two.reason + copy), both, chars=len(one.text))
    elif two.kind == WRITTEN:
        change.note(Effect("kept", one.step, detail=one.reason + copy, old=True), both, chars=len(two.text))
    elif (one.kind, names.forward.get(one.step)) != (two.kind, two.step):
        change.note(
            Effect("moved", two.step, detail=_how(two, two.step), was=_how(one, names.name(one))),
            both,
            chars=len(two.text),
        )
    elif not names.same_reason(two.step, one.reason, two.reason):
        change.note(Effect("moved", two.step, detail=two.reason, was=one.reason), both, chars=len(two.text))


def _how(end: End, step: str) -> str:
    return f"{KINDS[end.kind]} by {step}"


# ------------------------------------------------------------------------------------------ texts and fields


def _written(one: End, two: End, change: Change, owners: Owners, names: Writing) -> None:
    both = (one, two)
    if one.id != two.id:
        change.note(Effect("id"), both)
    if one.text != two.text:
        for effect, row in text_rows(one, two, owners):
            change.note(effect, both, 1, len(row.text))
        if not any(effect.kind in ("lines gone", "lines back", "text") for effect in change.found):
            owner = owners.blank()
            change.note(Effect("text", owner.step, detail="empty lines", old=owner.old), both)
    for name in dict.fromkeys((*one.fields, *two.fields)):
        if name not in one.fields or name not in two.fields or one.fields[name] != two.fields[name]:
            kind = "field" if name in one.fields and name in two.fields else "field new"
            change.note(_field(name, kind if name in two.fields else "field gone", change, names), both)


def text_rows(one: End, two: End, owners: Owners) -> Iterator[tuple[Effect, Row]]:
    """Yield each line that differs, with the effect that it belongs to; empty lines are nobody's."""
    for row in rows(one.text, two.text):
        if row.kind != "same" and row.text.strip():
            yield _effect(owners.of_gone(row.text) if row.kind == "gone" else owners.of_new(row.text)), row


def _effect(owner: Owner) -> Effect:
    kind = ("lines back" if owner.old else "lines gone") if owner.took else "text"
    return Effect(kind, owner.step, owner.rule, old=owner.old)


def _field(name: str, kind: str, change: Change, names: Writing) -> Effect:
    """A field that differs was written by the last step that wrote it, of the new version if it has one."""
    for passage, old in ((change.new, False), (change.old, True)):
        writers = [work.step for work in passage.works if name in work.fields]
        if writers:
            step = names.forward.get(writers[-1], writers[-1]) if old else writers[-1]
            return Effect(kind, step, detail=name, old=old and writers[-1] not in names.forward)
    return Effect(kind, detail=name)


def text_hunks(one: End, two: End, owners: Owners, wanted: Effect, most: int) -> tuple[tuple[Hunk, ...], int]:
    """Return changed lines with who changed them, and how many are left out; those of `wanted` come first."""
    every = rows(one.text, two.text)
    if any(row.kind != "same" and row.text.strip() for row in every):
        every = tuple(row for row in every if row.text.strip())  # empty lines would only fill the page
    changed = {n: _by(row, owners) for n, row in enumerate(every) if row.kind != "same"}
    ranked = sorted(changed, key=lambda n: (changed[n][0] != wanted, n))
    shown = set(ranked[:most])
    found: list[Hunk] = []
    last = -1
    for n, row in enumerate(every):
        beside = row.kind == "same" and not shown.isdisjoint((n - 1, n + 1))
        if n in shown or beside:
            found.append(Hunk(row, changed[n][1] if n in shown else "", n - last - 1))
            last = n
    return tuple(found), len(changed) - len(shown)


def _by(row: Row, owners: Owners) -> tuple[Effect | None, str]:
    """Return the effect that a changed line belongs to, and the step and rule as text."""
    if not row.text.strip():
        return None, ""
    owner = owners.of_gone(row.text) if row.kind == "gone" else owners.of_new(row.text)
    return _effect(owner), f"{owner.step} {owner.rule}".strip()


def json_text(value: object) -> str:
    """Return the value of a field as one line of JSON; dates and others as their text."""
    return json.dumps(value, ensure_ascii=False, default=str)
