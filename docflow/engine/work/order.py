"""The order of a run: all that a worker must know of it, as data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from docflow.engine.bases import Bases
from docflow.engine.limits import Limits
from docflow.plan.ir import Plan, SecretRef
from docflow.plan.json import from_json, to_json

__all__ = ["Order"]


@frozen
class Order:
    """The optimised plan, its folders, the folder in which attempts write, limits and secrets.

    `work` is where each job makes its own folder. Crosses to other processes as JSON, never as pickle.
    """

    plan: Plan
    bases: Bases
    work: Path
    limits: Limits = field(factory=Limits)
    secrets: Mapping[SecretRef, str] = field(factory=dict)

    def to_json(self) -> bytes:
        """Return the order as JSON."""
        bases = {"flow": str(self.bases.flow), "caller": str(self.bases.caller)}
        limits = self.limits
        data: dict[str, Any] = {"plan": to_json(self.plan), "bases": bases, "work": str(self.work)}
        data["limits"] = [limits.time, limits.memory, limits.nesting, limits.members, limits.ratio]
        data["secrets"] = [[ref.provider, ref.name, value] for ref, value in self.secrets.items()]
        return json.dumps(data).encode("ascii")

    @classmethod
    def from_json(cls, data: bytes) -> "Order":
        """Return the order that `to_json` wrote."""
        read: dict[str, Any] = json.loads(data)
        bases = Bases(Path(read["bases"]["flow"]), Path(read["bases"]["caller"]))
        secrets = {SecretRef(provider, name): value for provider, name, value in read["secrets"]}
        return cls(from_json(read["plan"]), bases, Path(read["work"]), Limits(*read["limits"]), secrets)
