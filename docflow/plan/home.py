"""The places of a plan as its own folder sees them, whatever path the command line gave for the flow file."""

import posixpath
from typing import Any

import attrs

from docflow.plan.ir import Plan, Where
from docflow.value import evolve

__all__ = ["at_home"]


def at_home(plan: Plan) -> Plan:
    """Return the plan with the files of its places relative to the folder of the flow file.

    What a run keeps (its quarantine) is then the same from every folder that it is called from.
    """
    folder = posixpath.dirname(plan.flows[0].at.file) if plan.flows else ""
    return plan if not folder else _moved(plan, folder)


def _moved(value: Any, folder: str) -> Any:
    if isinstance(value, Where):
        return evolve(value, file=posixpath.relpath(value.file, folder)) if value.file else value
    if isinstance(value, tuple):
        return tuple(_moved(item, folder) for item in value)
    if not attrs.has(type(value)):
        return value
    now = {part.name: getattr(value, part.name) for part in attrs.fields(type(value))}
    moved = {
        name: _moved(part, folder)
        for name, part in now.items()
        if attrs.has(type(part)) or type(part) is tuple
    }
    return evolve(value, **moved) if moved else value
