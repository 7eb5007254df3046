"""Where the snapshots of a flow file lie: the one rule for those who write, read and judge them."""

from pathlib import Path, PurePath

from docflow.io.names import encode

__all__ = ["snapshot_file", "snapshot_folder"]


def snapshot_folder(folder: Path, flow_file: str) -> Path:
    """Return the folder of a flow file's snapshots: `<stem of the flow>.snapshots` in the flow's folder."""
    return folder / f"{PurePath(flow_file).stem}.snapshots"


def snapshot_file(folder: Path, flow_file: str, name: str) -> Path:
    """Return the file of a snapshot: `<name>.txt`, the name encoded, in the flow's snapshot folder."""
    return snapshot_folder(folder, flow_file) / f"{encode(name)}.txt"
