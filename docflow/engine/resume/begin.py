"""The ledger of a run, opened; what an earlier run left and nobody knows is swept away."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from docflow.engine.components import Components
from docflow.engine.limits import Limits
from docflow.engine.outputs.target import Target
from docflow.engine.resume.code import Code
from docflow.engine.resume.past import Past
from docflow.engine.resume.recipe import Cook
from docflow.engine.resume.store import LEDGER, Store, open_store
from docflow.io.escape import safe
from docflow.plan.ir import FlowPlan, FlowRef

__all__ = ["cooks_of", "opened"]

SALT = b"salt"


class Planned(Protocol):
    """A flow of a run, with its sinks."""

    plan: FlowPlan
    targets: tuple[Target, ...]


@contextmanager
def opened(folder: Path, limits: Limits, *, fresh: bool) -> Iterator[tuple[Past, str]]:
    """Open the ledger of a state folder for a run; also give a sentence about one that is not used.

    Raises MachineError.
    """
    store, why = open_store(folder)
    try:
        past = Past(store, folder, repr(limits), fresh=fresh)
        past.sweep()
        name = safe(str(folder / LEDGER), None)
        yield (
            past,
            f"what earlier runs left is not used: `{name}`: {why}; everything is done again" if why else "",
        )
    finally:
        store.close()


def cooks_of(flows: Sequence[Planned], components: Components, past: Past) -> dict[str, Cook]:
    """Return who knows the recipes, by the name of the flow."""
    read = {ref.flow for made in flows for ref in made.plan.sources if isinstance(ref, FlowRef)}
    code, salt = Code(components.catalog, past.store), _salt(past.store)
    return {
        made.plan.name: Cook(
            made.plan, made.targets, components, code, past.seen, salt, made.plan.name in read
        )
        for made in flows
    }


def _salt(store: Store) -> bytes:
    """Return what digests of secrets are made with: equal secrets look alike in no other ledger."""
    found = store.get("meta", SALT)
    if not isinstance(found, bytes) or len(found) != 16:
        found = secrets.token_bytes(16)
        store.put("meta", SALT, found)
    return found
