"""Where the quarantine of a flow file is, and its documents done again after a fix."""

from pathlib import Path

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.outputs.target import common_folder, targets_of
from docflow.engine.prepare import chosen
from docflow.engine.state.room import state_folder
from docflow.errors import RefusedError
from docflow.flowfile.file import FlowFile
from docflow.io.escape import safe
from docflow.lang.elaborate import Values
from docflow.plan.optimise import optimise

__all__ = ["state_of"]


def state_of(flow_file: FlowFile, values: Values, *, flow: str | None = None) -> Path:
    """Return the state folder of a flow, as the caller calls it: its quarantine stands there.

    Raises FlowError for a wrong flow, RefusedError where it has never run.
    """
    root = flow_file.trust.root_for(flow_file.folder)
    bases = Bases(flow=flow_file.folder, caller=Path.cwd(), root=root)
    plan = optimise(chosen(flow_file.compile(values, flow=flow), flow))
    components = Components(flow_file.catalog, bases)
    targets = [target for each in plan.flows for target in targets_of(each, components, bases, 0)]
    if not targets:
        raise RefusedError(f"the flow `{safe(flow_file.name)}` writes nothing, so it keeps no quarantine")
    folder = state_folder(common_folder(tuple(targets)), plan.name)
    if not folder.is_dir():
        said = f"the flow `{safe(flow_file.name)}` has not run yet"
        raise RefusedError(f"{said}: there is no folder `{safe(bases.show(folder))}`")
    return Path(bases.show(folder))
