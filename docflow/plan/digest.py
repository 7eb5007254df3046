"""The digest of a plan: equal for flows that mean the same, different where a byte could differ.

Left out are the places in the file, the text of conditions (the condition itself counts) and the number
of workers, which no output depends on. In are the versions of the components and who ships them.
"""

import hashlib
import json

from docflow.plan.ir import DropStep, ExpectStep, Gate, Plan, Settings
from docflow.plan.json import encode
from docflow.plan.walk import flatten
from docflow.value import evolve

__all__ = ["digest"]

LAYOUT = frozenset({(DropStep, "text"), (ExpectStep, "text"), (Gate, "text"), (Settings, "workers")})


def digest(plan: Plan) -> str:
    """Return the sha256 (hex) of what a plan means; the same for `plan` and `optimise(plan)`."""
    flows = tuple(evolve(flow, body=flatten(flow.body)) for flow in plan.flows)
    data = encode(evolve(plan, flows=flows), lambda cls, name: name == "at" or (cls, name) in LAYOUT)
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
