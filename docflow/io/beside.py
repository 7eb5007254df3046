"""What lies beside a flow file: cheap to ask, as every check does."""

import os
from pathlib import Path, PurePath

__all__ = ["has_snapshots", "snapshot_folder"]


def snapshot_folder(folder: Path, flow_file: str) -> Path:
    """Return the folder of a flow file's snapshots: `<stem of the flow>.snapshots` in the flow's folder."""
    return folder / f"{PurePath(flow_file).stem}.snapshots"


def has_snapshots(folder: Path, flow_file: str) -> bool:
    """Whether a flow file has a folder of snapshots."""
    return os.path.isdir(snapshot_folder(folder, flow_file))  # noqa: PTH112 - false for any odd path
