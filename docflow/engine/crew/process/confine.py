"""Confining a worker: which folders it reads and writes, from its order."""

from docflow.engine.crew.sandbox.confinement import Confinement
from docflow.engine.crew.sandbox.enter import enter
from docflow.engine.work.order import Order

__all__ = ["confined"]


def confined(order: Order, parent: int) -> None:
    """Give up the rights that the order says; raises MachineError where they cannot be given up."""
    write = (str(order.work),) if order.work.is_dir() else ()  # a first worker writes nothing
    enter(Confinement(order.reads, write, order.limits.memory, order.sandbox, order.network), parent=parent)
