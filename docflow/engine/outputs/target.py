"""Where a sink writes: the path, the layout, the compression."""

from pathlib import Path
from typing import Any

from attrs import frozen

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.outputs.linked import refuse_linked_state
from docflow.errors import RefusedError
from docflow.io.codecs import Codec, codec_of
from docflow.io.escape import safe
from docflow.model import Place
from docflow.plan.ir import FlowPlan, SinkStep
from docflow.plan.walk import every_step

__all__ = ["Target", "common_folder", "targets_of"]


@frozen
class Target:
    """The place of one sink. `shown` is the path as messages name it; `number` is unique in the run."""

    number: int
    flow: str
    step: SinkStep
    path: Path
    shown: str
    layout: str
    suffix: str
    codec: Codec

    @property
    def folder(self) -> Path:
        """The folder that the files of this sink stand in."""
        return self.path if self.layout == "folder" else self.path.parent


def targets_of(flow: FlowPlan, components: Components, bases: Bases, first: int) -> tuple[Target, ...]:
    """Return the targets of a flow's sinks, in the order of the steps; `first` is the number of the first."""
    sinks = [step for step in every_step(flow.body) if isinstance(step, SinkStep)]
    return tuple(_target(first + n, flow, step, components, bases) for n, step in enumerate(sinks))


def _target(number: int, flow: FlowPlan, step: SinkStep, components: Components, bases: Bases) -> Target:
    place: Any = dict(step.call.options).get("path")
    if isinstance(place, str):
        place = Place(place)
    if not isinstance(place, Place) or not place.path.strip():
        raise RefusedError(
            f"`{step.call.component.removeprefix('core.')}` needs a path to write to (line {step.at.line})"
        )
    cls = components.catalog.component("sink", step.call.component).cls
    layout, suffix = str(getattr(cls, "layout", "file")), str(getattr(cls, "suffix", ""))
    given = bases.path(place)
    path = given.resolve() if layout == "folder" else _lexical(given)
    refuse_linked_state(path if layout == "folder" else path.parent, bases.root)
    codec = codec_of(path.name) if layout == "file" else ""
    return Target(number, flow.name, step, path, safe(bases.show(path)), layout, suffix, codec)


def _lexical(path: Path) -> Path:
    """Return the path with its folder resolved; a link in the place of the file itself is not followed."""
    return path.parent.resolve() / path.name if path.name not in ("", "..") else path.resolve()


def common_folder(targets: tuple[Target, ...]) -> Path:
    """Return the folder that holds the state of a run: the deepest that holds all outputs.

    Where that would be the root of the file system (outputs have nothing in common), the folder of the
    first sink.
    """
    folders = [target.folder for target in targets]
    common = folders[0]
    while not all(folder.is_relative_to(common) for folder in folders):
        common = common.parent
    return folders[0] if common == Path(common.anchor) else common
