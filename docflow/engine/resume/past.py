"""What a run takes over of earlier ones, and what it leaves: the ledger as a run uses it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import define, field, frozen

from docflow.engine.inputs.part import FilePart, PluginPart, SpillPart, WorkPart
from docflow.engine.resume.identity import content_of
from docflow.engine.resume.lines import Lines
from docflow.engine.resume.recipe import Recipe
from docflow.engine.resume.row import Place, Row, from_data, to_data
from docflow.engine.resume.seen import Seen, Status, status_of
from docflow.engine.resume.store import Store
from docflow.engine.resume.where import PARTS, WHOLE, Where
from docflow.engine.resume.why import FLOW, INPUT, LIMITS, NEW, NOTHING, OUTPUT, UNDONE, differences
from docflow.engine.work.job import Done
from docflow.io import disk

__all__ = ["Answer", "Past", "Want", "token"]

PART, RECIPE, DONE = "part", "recipe", "done"


def token() -> str:
    """Return a word that no other run has: what an orphan of a killed run writes meets no file of ours."""
    return secrets.token_hex(4)


@frozen
class Want:
    """A part as this run wants it: what is to be done to it, and the digests of the spill that it reads."""

    flow: str
    stage: int
    identity: str
    part: WorkPart
    recipe: Recipe
    spill: str = ""
    state: str = ""

    @property
    def key(self) -> bytes:
        """The key of its row."""
        return f"{self.flow}\0{self.stage}\0{self.identity}".encode("utf-8", "surrogatepass")


@frozen
class Answer:
    """What the ledger says of a part: its row, or why it must run."""

    row: Row | None
    why: str = ""
    steps: tuple[str, ...] = ()


@define
class Past:
    """The ledger of a run that is under way (or of a plan, which only asks).

    `limits` are those of this run as a text. With `fresh` nothing is taken over. Methods raise MachineError.
    """

    store: Store
    folder: Path
    limits: str
    fresh: bool = False
    seen: Seen = field(init=False)
    where: Where = field(init=False)
    used: set[bytes] = field(factory=set, init=False)
    _whole: dict[str, bool] = field(factory=dict, init=False)
    _statuses: dict[int, tuple[int, tuple[Status, ...]]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.seen = Seen(self.store, trust=not self.fresh)
        self.where = Where(self.folder, self.seen, self.store)

    def ask(self, want: Want, lines: Lines) -> Answer:
        """Return whether an earlier run did this part, or why it must run."""
        if self.fresh:
            return Answer(None, NOTHING)
        row = self._row(want.key)
        if row is None:
            return Answer(None, UNDONE if want.stage or not self._is_whole(want.flow) else NEW)
        if not want.recipe.digest or row.recipe != want.recipe.digest:
            return Answer(None, FLOW, self._differs(row.recipe, want.recipe))
        if row.content != self._content(want, lines):
            return Answer(None, INPUT)
        if row.held and row.held != self.limits:
            return Answer(None, LIMITS)
        if not self.where.has(row):
            return Answer(None, OUTPUT)
        self.used.add(want.key)
        return Answer(row)

    def known(self, want: Want, lines: Lines) -> Answer:
        """Return the row of a part as `ask` does, whatever was done to its input, under whatever limits."""
        row = self._row(want.key)
        if row is None:
            return Answer(None, UNDONE if want.stage or not self._is_whole(want.flow) else NEW)
        if row.content != self._content(want, lines):
            return Answer(None, INPUT)
        if not self.where.has(row):
            return Answer(None, OUTPUT)
        self.used.add(want.key)
        return Answer(row)

    def described(self, recipe: str) -> dict[str, str]:
        """Return the items of a recipe by name, as they were written down."""
        data = self.store.get(RECIPE, recipe.encode())
        return {str(name): str(text) for name, text in data} if isinstance(data, list) else {}

    def describe(self, recipe: str, items: Iterable[tuple[str, str]]) -> None:
        """Write down the items of a recipe."""
        self.store.put(RECIPE, recipe.encode(), [list(item) for item in items])

    def _content(self, want: Want, lines: Lines) -> str:
        part = want.part
        if isinstance(part, SpillPart):
            return content_of(part, [want.spill], want.state)
        if isinstance(part, PluginPart):
            return content_of(part, [])
        try:
            digests = [self.seen.digest(file.found.path, part.span) for file in part.files]
            return content_of(lines(part), digests)
        except OSError:  # gone or not to be read: running it says so
            return ""

    def _is_whole(self, flow: str) -> bool:
        """Whether the last run of a flow came to its end: a part that it did not do is new."""
        if flow not in self._whole:
            self._whole[flow] = self.store.get(DONE, _key(flow)) is True
        return self._whole[flow]

    def _row(self, key: bytes) -> Row | None:
        return from_data(self.store.get(PART, key))

    def _differs(self, before: str, now: Recipe) -> tuple[str, ...]:
        """Return what differs between two recipes, in the words of a forecast."""
        data = self.store.get(RECIPE, before.encode())
        old = {str(name): str(text) for name, text in data} if isinstance(data, list) else {}
        return differences(old, dict(now.items))

    def began(self, part: WorkPart) -> None:
        """Look at the files of a part just before a worker gets it."""
        if isinstance(part, FilePart):
            now = self.seen.now()
            try:
                self._statuses[part.number] = now, tuple(status_of(file.found.path) for file in part.files)
            except OSError:
                self._statuses.pop(part.number, None)

    def remember(
        self, want: Want, part: WorkPart, done: Done, folder: str, first: int, *, places: Mapping[str, Place]
    ) -> Row:
        """Return the row of a part that a worker did, and write it: but not where its input was not at rest.

        `part` is the one that the worker had, with its line; `places` are those of pieces elsewhere.
        """
        if self._is_whole(want.flow):
            self.store.drop(DONE, _key(want.flow))
        statuses = self._statuses.pop(want.part.number, None)
        if not self._holds(want, done, statuses):
            self.store.drop(PART, want.key)
            self.store.keep()
            return Row("", "", folder, first, done.tally, done.pieces, places=places)
        digests = done.inputs
        if isinstance(part, FilePart) and statuses is not None:
            for file, status, digest in zip(part.files, statuses[1], digests, strict=True):
                self.seen.learn(file.found.path, part.span, status, statuses[0], digest, lines=done.lines)
        spill = [want.spill] if isinstance(part, SpillPart) else []
        content = content_of(part, spill or digests, want.state)
        held = self.limits if _limited(done) else ""
        lasts = not isinstance(part, PluginPart) or bool(part.part.version)
        row = Row(want.recipe.digest, content, folder, first, done.tally, done.pieces, held, lasts, places)
        if self.store.get(RECIPE, want.recipe.digest.encode()) is None:
            self.store.put(RECIPE, want.recipe.digest.encode(), [list(item) for item in want.recipe.items])
        self.write(want.key, row)
        self.store.keep()
        return row

    def _holds(self, want: Want, done: Done, statuses: object) -> bool:
        """Whether what a worker did can be known again: the same input would give the same pieces."""
        if not want.recipe.digest or done.unsteady:
            return False
        if isinstance(want.part, FilePart):
            return statuses is not None and len(done.inputs) == len(want.part.files) and all(done.inputs)
        return True

    def write(self, key: bytes, row: Row) -> None:
        """Write a row, if it is one that can be known again; it counts from `store.keep` on."""
        if row.recipe:
            self.store.put(PART, key, to_data(row))
            self.used.add(key)

    def rows(self) -> Iterator[tuple[bytes, Row]]:
        """Yield all rows."""
        for key, data in self.store.items(PART):
            row = from_data(data)
            if row is not None:
                yield key, row

    def sweep(self) -> None:
        """Remove what no row knows: folders of parts that a kill left, files that were being joined."""
        rows = [row for _, row in self.rows()]
        _clear(self.folder / PARTS, {row.folder for row in rows})
        _clear(self.folder / WHOLE, {place.whole for row in rows for place in row.places.values()})

    def settle(self, flows: Iterable[str]) -> None:
        """End a run that made all outputs: forget the parts of these flows that it had no use for."""
        names = []
        for name in flows:
            self.store.put(DONE, _key(name), True)
            names.append(_key(name) + b"\0")
        recipes = set()
        for key, row in list(self.rows()):
            if key.startswith(tuple(names)) and (key not in self.used or not row.lasts):
                self.store.drop(PART, key)
            else:
                recipes.add(row.recipe.encode())
        for key, _ in list(self.store.items(RECIPE)):
            if key not in recipes:
                self.store.drop(RECIPE, key)
        self.store.keep()
        self.sweep()


def _key(flow: str) -> bytes:
    return flow.encode("utf-8", "surrogatepass")


def _clear(folder: Path, keep: set[str]) -> None:
    if folder.is_symlink() or not folder.is_dir():
        disk.remove_tree(folder)
        return
    for each in folder.iterdir():
        if each.name not in keep:
            disk.remove_tree(each)


def _limited(done: Done) -> bool:
    return any(reason.startswith("limit:") for _, reason in done.tally.quarantined)
