"""What one stage of a flow does to its documents, as named items: equal items give equal bytes.

Left out is what changes no byte of a part: places in the flow file, gates, the paths of sinks, the number of
workers, limits. Paths in options count by what they hold.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import scrypt, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from docflow.catalog.catalog import CORE
from docflow.engine.components import Components
from docflow.engine.outputs.target import Target
from docflow.engine.resume.code import Code, module_files, packages
from docflow.engine.resume.seen import Seen
from docflow.engine.resume.store import FORMAT
from docflow.engine.stage import Between, between
from docflow.engine.state.piece import Piece
from docflow.model import Place
from docflow.plan.digest import LAYOUT
from docflow.plan.expr import FnCall
from docflow.plan.ir import ApplyStep, Call, FlowPlan, FlowRef, SinkStep
from docflow.plan.json import encode
from docflow.plan.walk import every_step, flatten, with_bodies
from docflow.value import evolve

__all__ = ["Cook", "Recipe", "state_digest"]

Items = tuple[tuple[str, str], ...]
_GONE = "gone"


@frozen
class Recipe:
    """The items of a stage, for one source of it, and their digest; "" where the code is unknown."""

    items: Items
    digest: str


@define
class Cook:
    """Writes the recipes of one flow; `others` says whether another flow of the run reads it."""

    flow: FlowPlan
    targets: tuple[Target, ...]
    components: Components
    code: Code
    seen: Seen
    salt: bytes
    others: bool
    _made: dict[tuple[int, int], Recipe] = field(factory=dict, init=False)

    def recipe(self, stage: int, source: int) -> Recipe:
        """Return the recipe of a stage; `source` counts in the first stage only. Raises OSError."""
        key = (stage, source if stage == 0 else 0)
        if key not in self._made:
            items = tuple(self._items(*key))
            known = all(digest for name, digest in items if name.startswith("code "))
            text = json.dumps(items, ensure_ascii=True)
            self._made[key] = Recipe(items, sha256(text.encode()).hexdigest() if known else "")
        return self._made[key]

    def ends(self) -> str:
        """Return the digest of what makes the ends of a sink's files; "" where the code is unknown."""
        recipes = [self.recipe(stage, 0).digest for stage in range(len(between(self.flow.body)))]
        return sha256(" ".join(recipes).encode()).hexdigest() if all(recipes) else ""

    def _items(self, stage: int, source: int) -> Iterator[tuple[str, str]]:
        stages = between(self.flow.body)
        own = stages[stage]
        head = stages[stage - 1].tail if stage else None
        yield "docflow", f"{_version()} {FORMAT}"
        yield "max_doc", str(self.flow.settings.max_doc)
        yield "read by other flows", str(self.others)
        given = self.flow.sources[source]
        calls: list[Call] = []
        if stage == 0:
            calls += [given, *given.readers] if isinstance(given, Call) else []
            what = "flow" if isinstance(given, FlowRef) else _without_path(given)
            yield "source", _text(what)
        steps = (*([head] if head else []), *flatten(own.steps), *([own.tail] if own.tail else []))
        yield from ((f"step {_id(step)}", _text(_bare(step))) for step in steps)
        inner = [each for each in every_step(steps) if isinstance(each, (ApplyStep, SinkStep))]
        calls += [each.call for each in inner]
        yield from self._sinks(own)
        yield from self._code(calls, steps)
        yield from self._content(calls)

    def _sinks(self, own: Between) -> Iterator[tuple[str, str]]:
        here = {id(step) for step in every_step(own.steps)}
        first = self.targets[0].number if self.targets else 0
        for target in self.targets:
            if id(target.step) in here:
                yield f"sink {target.number - first}", f"{target.layout} {target.suffix} {target.codec}"

    def _code(self, calls: Iterable[Call], steps: object) -> Iterator[tuple[str, str]]:
        """Yield who ships the components, their code, and the packages that these need."""
        spaces = {call.component.partition(".")[0] for call in calls} | _spaces_of_functions(steps)
        shipped = sorted({call.distribution for call in calls if call.distribution})
        yield from ((f"distribution {text.partition(' ')[0]}", text) for text in shipped)
        yield from ((f"code {name}", self.code.of(name)) for name in sorted(spaces | {CORE}))
        wanted = ("docflow-core", *(text.partition(" ")[0] for text in shipped))
        yield "packages", ", ".join(packages(wanted))

    def _content(self, calls: Iterable[Call]) -> Iterator[tuple[str, str]]:
        """Yield what the files and folders hold that options name, and digests of the secrets of the run."""
        for call in calls:
            for name, value in call.options:
                if name != "path" or call.kind not in ("reader", "exporter"):
                    for place in _places(value):
                        yield f"file {place.path}", self._held(place)
        for ref, value in sorted(self.components.secrets.items(), key=lambda item: item[0].name):
            hidden = scrypt(
                value.encode("utf-8", "surrogatepass"), salt=self.salt, n=2**13, r=8, p=1, dklen=16
            )
            yield f"secret {ref.name}", hidden.hex()

    def _held(self, place: Place) -> str:
        path = Path(place.path) if self.components.bases is None else self.components.bases.path(place)
        if not path.exists():
            return _GONE
        found = ((name, self.seen.digest(file)) for name, file in module_files((path,)))
        return sha256(json.dumps(sorted(found)).encode()).hexdigest()


def state_digest(sketches: Iterable[tuple[int, Piece | None]]) -> str:
    """Return the digest of what a corpus step makes its state of: the sketches of all parts, by number."""
    found = [(number, piece.digest) for number, piece in sketches if piece is not None]
    return sha256(json.dumps(found).encode()).hexdigest()


def _version() -> str:
    try:
        return version("docflow-core")
    except PackageNotFoundError:
        return ""


def _text(value: object) -> str:
    """Return a value of the plan as JSON; who ships a component is an item of its own."""
    data = encode(value, lambda cls, name: name in ("at", "distribution") or (cls, name) in LAYOUT)
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _id(step: Any) -> str:
    return str(step.id)


def _without_path(call: Call) -> Call:
    return call if call.kind == "source" else evolve(call, options=_options(call))


def _options(call: Call) -> tuple[tuple[str, object], ...]:
    return tuple((name, value) for name, value in call.options if name != "path")


def _bare(step: Any) -> Any:
    """Return a step with all its sinks without their paths."""
    if isinstance(step, SinkStep):
        return evolve(step, call=evolve(step.call, options=_options(step.call)))
    return with_bodies(step, lambda body: tuple(_bare(each) for each in flatten(body)))


def _places(value: Any) -> Iterator[Place]:
    if isinstance(value, Place):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _places(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _places(item)


def _spaces_of_functions(value: Any) -> set[str]:
    """Return the namespaces of the functions that the expressions of steps call."""
    if isinstance(value, (tuple, list)):
        return set().union(*map(_spaces_of_functions, value))
    found = {value.name.partition(".")[0]} if isinstance(value, FnCall) and "." in value.name else set()
    fields = getattr(type(value), "__attrs_attrs__", ())
    return found.union(*(_spaces_of_functions(getattr(value, each.name)) for each in fields))
