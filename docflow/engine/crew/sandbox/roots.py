"""What an interpreter still reads after it was confined: modules, shared libraries, time zones.

Found from the running interpreter: the folders of `sys.path`, its prefixes, the folders of modules that are
loaded (of an editable install, say) and of the libraries that are mapped (as in Nix, where they are
anywhere), and where Linux keeps the others. Costs 10 ms; cached, so that a nursery finds them once.
"""

import sys
import sysconfig
import zoneinfo
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from docflow.engine.crew.sandbox.outermost import outermost

__all__ = ["DEVICES", "PROGRAMS", "found", "own"]

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
LIBRARIES = (
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/libexec",
)
PROGRAMS = ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/share", "/etc/alternatives")
"""What is read and executed besides, where a component may start programs."""
DATA = (
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/etc/localtime",
    "/etc/ld.so.cache",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
)
SELF = "/proc/self"


@cache
def found() -> tuple[str, ...]:
    """Return the folders and files that this interpreter needs, resolved, without those below another."""
    return outermost([*_python(), *_modules(), *_mapped(), *LIBRARIES, *DATA, *zoneinfo.TZPATH])


def own() -> tuple[str, ...]:
    """Return what this process needs to read: what was found, and its own entry in /proc."""
    return (*found(), SELF)


def _python() -> Iterator[str]:
    yield from (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)
    yield from sysconfig.get_paths().values()
    yield from (path for path in sys.path if path)


def _modules() -> Iterator[str]:
    for name, module in tuple(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and name != "__main__":
            yield str(Path(file).parent)


def _mapped() -> Iterator[str]:
    """Yield the folders of the shared libraries in memory; also one that was loaded by its path."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        _, slash, path = line.partition(" /")
        if slash and ".so" in path:
            yield str(Path("/" + path).parent)
