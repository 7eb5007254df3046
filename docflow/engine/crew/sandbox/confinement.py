"""What a worker is confined to, as data that travels in an order."""

from docflow.engine.limits import Sandbox
from docflow.value import frozen

__all__ = ["Confinement"]


@frozen
class Confinement:
    """What one worker may reach.

    `read` and `write` are absolute paths of files and folders (a folder means all below it); what an
    interpreter needs itself comes on top (`roots`). `memory` and `largest` (one file) are bytes, 0 for no
    limit. `network` says whether a component may use the network, `programs` whether it may start programs,
    which are confined like the worker. `mode`: `auto` takes what the kernel has, `require` refuses where it
    lacks something, `off` keeps the limits only.
    """

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    memory: int = 1 << 30
    mode: Sandbox = "auto"
    network: bool = False
    largest: int = 1 << 36
    programs: bool = False
