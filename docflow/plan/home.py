"""The places of a plan as its own folder sees them, whatever path the command line gave for the flow file."""

import posixpath
from typing import Any

from docflow.plan.ir import Plan, Where
from docflow.value import defaults_of, evolve

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
    fields = defaults_of(type(value))
    if fields is None:
        return value
    now = {name: getattr(value, name) for name in fields}
    moved = {
        name: _moved(part, folder)
        for name, part in now.items()
        if type(part) is tuple or defaults_of(type(part)) is not None
    }
    return evolve(value, **moved) if moved else value
