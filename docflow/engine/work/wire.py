"""Jobs, answers and errors as bytes and back: msgpack of plain data, never a pickle.

A value travels as itself or as a list that begins with a letter; a class is named, and only the classes
listed here are made again. Lone surrogates, dates and large numbers come back as they were (`state.spill`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from docflow.engine.desk import explain
from docflow.engine.hand import Loss
from docflow.engine.inputs.part import FilePart, InputFile, PluginPart, SpillPart
from docflow.engine.inputs.span import Span
from docflow.engine.ledger import Lane, Tally
from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import pack, unpack
from docflow.engine.work.job import Done, EndsJob, FlowFacts, Grown, PartJob, PartsJob, ReduceJob, Slice
from docflow.engine.work.refill.part import ReplayPart
from docflow.errors import InputError, MachineError, PluginError, RefusedError, RunError
from docflow.io.escape import safe, safe_lines
from docflow.io.globs import Found
from docflow.plugin.kinds import Part

__all__ = ["WireError", "decode", "encode", "error_of", "told"]

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        *(PartJob, ReduceJob, PartsJob, EndsJob, Done, Slice, FlowFacts, Grown, Loss, Piece, Tally, Lane),
        *(FilePart, PluginPart, SpillPart, ReplayPart, InputFile, Found, Part, Span),
    )
}
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
MOST_MESSAGE = 4000


class WireError(Exception):
    """What came is no message of ours."""


def encode(value: Any) -> bytes:
    """Return a job, an answer or plain data as bytes; raises TypeError for anything else."""
    return pack(_tagged(value))


def decode(data: bytes) -> Any:
    """Return what `encode` was given; raises WireError for anything else."""
    try:
        return _made(unpack(data))
    except Exception as error:
        raise WireError(f"a message cannot be read: {explain(error)}") from error


def _tagged(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return ["t" if kind is tuple else "l", *map(_tagged, value)]
    if isinstance(value, Mapping):
        tag = "i" if kind is defaultdict else "d"
        return [tag, *([_tagged(key), _tagged(item)] for key, item in value.items())]
    if isinstance(value, Path):
        return ["p", str(value)]
    if _CLASSES.get(kind.__name__) is kind:
        return ["c", kind.__name__, *(_tagged(getattr(value, name)) for name in _fields(kind))]
    raise TypeError(f"a value of the Python type {kind.__name__} does not cross to a worker")


def _made(value: Any) -> Any:
    return _MAKERS[value[0]](value[1:]) if type(value) is list else value


def _map(pairs: list[Any]) -> dict[Any, Any]:
    return {_made(key): _made(item) for key, item in pairs}


def _counts(pairs: list[Any]) -> dict[Any, int]:
    return defaultdict(int, _map(pairs))


def _instance(parts: list[Any]) -> Any:
    cls = _CLASSES[parts[0]]
    return cls(**dict(zip(_fields(cls), map(_made, parts[1:]), strict=True)))


_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "t": lambda items: tuple(map(_made, items)),
    "l": lambda items: [*map(_made, items)],
    "d": _map,
    "i": _counts,
    "p": lambda items: Path(items[0]),
    "c": _instance,
}


def _fields(cls: type) -> tuple[str, ...]:
    return tuple(each.name for each in attrs.fields(cls) if each.init)


_ERRORS: dict[str, type[RunError] | type[RefusedError]] = {
    cls.__name__: cls for cls in (RunError, InputError, MachineError, RefusedError)
}


def told(error: BaseException) -> dict[str, Any]:
    """Return what crosses of an error: class name, bounded escaped message, document and step."""
    said: dict[str, Any] = {"class": type(error).__name__, "message": safe_lines(str(error), MOST_MESSAGE)}
    if isinstance(error, RunError):
        said |= {"document": error.document, "step": error.step}
    elif isinstance(error, PluginError):
        said |= {name: safe_lines(getattr(error, name), MOST_MESSAGE) for name in _PLUGIN}
    elif isinstance(error, OSError):
        said |= {
            "class": "OSError",
            "number": error.errno or 0,
            "message": safe(error.strerror or str(error)),
        }
        said["file"] = None if error.filename is None else str(error.filename)
    elif type(error).__name__ not in _ERRORS:
        said["message"] = explain(error)
    return said


_PLUGIN = ("message", "namespace", "distribution", "version", "entry_point", "code")


def error_of(said: Mapping[str, Any]) -> Exception:
    """Return the error that `told` told of; one of a class that is unknown here as a RunError."""
    name, message = said["class"], str(said["message"])
    if name == "OSError":
        return OSError(said["number"], message, *([said["file"]] if said["file"] is not None else []))
    if name == "PluginError":
        return PluginError(*(str(said[name]) for name in _PLUGIN))
    cls = _ERRORS.get(name)
    if cls is None:
        return RunError(f"a worker stopped: {message}")
    if issubclass(cls, RunError):
        return cls(message, document=said.get("document"), step=said.get("step"))
    return cls(message)
