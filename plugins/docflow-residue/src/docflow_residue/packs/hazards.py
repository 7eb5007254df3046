"""What `docflow check` says about the packs of a flow."""

import difflib
from collections.abc import Iterator

from docflow.plugin import Hazard, Place, ProgramView, StepView
from docflow_residue.packs.load import LARGEST, is_shipped, shipped
from docflow_residue.packs.pack import PackError
from docflow_residue.packs.read import parse

__all__ = ["pack_hazards"]

MOST = 20
"""Mistakes of one pack that are told."""
_THERE = "a path is relative to the folder of the flow file"
_READABLE = "put it beside the flow, where it may be read; who runs the flow may allow more with `--root`"


def pack_hazards(program: ProgramView) -> Iterator[Hazard]:
    """Yield what is wrong with the packs that the steps of a program name."""
    for step in program.steps:
        packs = dict(step.options).get("packs", ())
        for place in packs if isinstance(packs, (list, tuple)) else (packs,):
            if isinstance(place, Place):
                yield from _pack(step, place, program)


def _pack(step: StepView, place: Place, program: ProgramView) -> Iterator[Hazard]:
    if is_shipped(place.path):
        if place.path not in shipped():
            yield _unknown(step, place)
        return
    try:
        text = program.read(place)
    except UnicodeDecodeError as error:
        message = f"the pack `{place.path}` is not UTF-8 (byte {error.start})"
        yield Hazard(step, message, "save it as UTF-8", "error", place, text=place.path)
    except OSError as error:
        why = error.strerror or "there is no such file"
        help_ = _READABLE if isinstance(error, PermissionError) else _THERE
        message = f"the pack `{place.path}` cannot be read: {why}"
        yield Hazard(step, message, help_, "error", place, text=place.path)
    else:
        yield from _mistakes(step, place, text)


def _unknown(step: StepView, place: Place) -> Hazard:
    near = difflib.get_close_matches(place.path, shipped(), 1)
    known = ", ".join(f"`{each}`" for each in shipped())
    help_ = (
        f"did you mean `{near[0]}`?" if near else f"shipped are {known}; the path of a file ends in `.toml`"
    )
    return Hazard(step, f"there is no pack `{place.path}`", help_, "error", place, text=place.path)


def _mistakes(step: StepView, place: Place, text: str) -> Iterator[Hazard]:
    try:
        if len(text) > LARGEST:
            yield Hazard(
                step, f"the pack is larger than {LARGEST:,} characters", "make several of it", "error", place
            )
            return
        parse(text, place.path)
    except PackError as error:
        for mistake in error.mistakes[:MOST]:
            yield Hazard(step, mistake.message, mistake.help, "error", place, mistake.line)
        if len(error.mistakes) > MOST:
            message = f"there are {len(error.mistakes) - MOST} more mistakes in this pack"
            yield Hazard(step, message, "", "error", place, error.mistakes[MOST].line)
