"""The order of a run: all that a worker must know of it, as data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from docflow.engine.bases import Bases
from docflow.engine.limits import Limits, Sandbox
from docflow.plan.ir import Plan, SecretRef
from docflow.plan.json import from_json, to_json

__all__ = ["Order"]


@frozen
class Order:
    """The optimised plan, its folders, the folder in which attempts write, limits and secrets.

    `work` is where each job makes its own folder. `sandbox` is auto, require or off: whether workers give up
    the rights that they do not need; they keep reading below the paths `reads`, `network` and `programs`.
    Crosses to other processes as JSON, never as pickle.
    """

    plan: Plan
    bases: Bases
    work: Path
    limits: Limits = field(factory=Limits)
    secrets: Mapping[SecretRef, str] = field(factory=dict)
    sandbox: Sandbox = "auto"
    reads: tuple[str, ...] = ()
    network: bool = False
    programs: bool = False

    def to_json(self) -> bytes:
        """Return the order as JSON."""
        root = None if self.bases.root is None else str(self.bases.root)
        bases = {"flow": str(self.bases.flow), "caller": str(self.bases.caller), "root": root}
        limits = self.limits
        data: dict[str, Any] = {"plan": to_json(self.plan), "bases": bases, "work": str(self.work)}
        data["limits"] = [limits.time, limits.memory, limits.nesting, limits.members, limits.ratio]
        data["sandbox"] = [self.sandbox, self.reads, self.network, self.programs]
        data["secrets"] = [[ref.provider, ref.name, value] for ref, value in self.secrets.items()]
        return json.dumps(data).encode("ascii")

    @classmethod
    def from_json(cls, data: bytes) -> "Order":
        """Return the order that `to_json` wrote."""
        read: dict[str, Any] = json.loads(data)
        given = read["bases"]
        root = None if given["root"] is None else Path(given["root"])
        bases = Bases(Path(given["flow"]), Path(given["caller"]), root)
        secrets = {SecretRef(provider, name): value for provider, name, value in read["secrets"]}
        plan, limits = from_json(read["plan"]), Limits(*read["limits"])
        sandbox, reads, *rights = read["sandbox"]
        return cls(plan, bases, Path(read["work"]), limits, secrets, sandbox, tuple(reads), *rights)
