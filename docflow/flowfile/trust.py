"""How far the caller of a flow trusts it: what it may reach, and which plugins it may have imported.

A value that travels with the flow file; where nothing is said, a flow is trusted as its author's own.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from docflow.errors import RefusedError
from docflow.io.confine import Root
from docflow.io.escape import safe
from docflow.value import frozen

if TYPE_CHECKING:
    from docflow.engine.limits import Limits

__all__ = ["LARGEST_FLOW", "Sandbox", "Trust"]

Sandbox = Literal["auto", "require", "off"]

LARGEST_FLOW = 100_000
"""Bytes of an untrusted flow file, and of all that it includes: far more than people write.

The worst that one can hold, thousands of mistakes, takes 10 s to check.
"""


@frozen
class Trust:
    """What the caller allows a flow.

    `root` is the folder that it may not leave (None: any). `untrusted` is for a flow by somebody else: its
    root is its own folder unless the caller gives one, it gets no secrets, half of each limit, and nothing
    of an earlier run. `plugins` are those that may be imported besides the built-in ones, each a namespace
    or a distribution, with `==VERSION` if the caller wants one only; None allows all that are
    installed, but for an untrusted flow none. (A lock file will give this very list, with versions.)
    `sandbox` says how workers are confined: `auto`, `require` or `off`.
    """

    root: Path | None = None
    untrusted: bool = False
    plugins: tuple[str, ...] | None = None
    sandbox: Sandbox = "auto"

    @property
    def limited(self) -> bool:
        """Whether the flow may do less than its author's own."""
        return self.untrusted or self.root is not None or self.plugins is not None

    @property
    def fresh(self) -> bool:
        """Whether nothing of an earlier run is reused: what lies in a stranger's tree is a stranger's."""
        return self.untrusted

    def root_for(self, folder: Path) -> Root | None:
        """Return the root for a flow in a folder; raises RefusedError for one that is not there."""
        chosen = self.root if self.root is not None else folder if self.untrusted else None
        return None if chosen is None else Root.of(chosen)

    def project_root(self, folder: Path) -> Root | None:
        """Return the root in which the settings of a project are looked for; None where they are trusted."""
        return self.root_for(folder) if self.untrusted else None

    def limits(self, limits: "Limits") -> "Limits":
        """Return the limits of a run, of which an untrusted flow gets half."""
        return limits.halved() if self.untrusted else limits

    def admit(self, file: Path) -> Path:
        """Return the path of a flow file, once it may be read: for an untrusted one no link out, no device.

        A link may lead into the root, or below the folder where it stands: what it leads to may be shown in
        a message. A file that is not there is admitted; reading it says so. Raises RefusedError.
        """
        path = file.absolute()
        if not self.untrusted or not path.parent.is_dir():
            return file
        if self.root is None or not Root.of(self.root).holds(path):
            Root.of(path.parent).inside(path, str(file))
        if file.exists() and not file.is_file():
            raise RefusedError(f"`{safe(str(file))}` is no ordinary file; a flow is a file of text")
        if file.exists() and file.stat().st_size > LARGEST_FLOW:
            raise RefusedError(
                f"the flow file `{safe(str(file))}` has {file.stat().st_size:,} bytes;"
                f" of an untrusted one {LARGEST_FLOW:,} are read at most"
            )
        return file
