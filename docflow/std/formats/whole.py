"""What the readers of one document a file share: the id, the bytes within the limit."""

from typing import BinaryIO, Literal

from docflow.plugin import FileInfo, Rejected

__all__ = ["ID_DOC", "IdFrom", "id_of", "read_whole"]

IdFrom = Literal["path", "stem", "name"]
ID_DOC = (
    "What the id is made of: the path below the searched folder without suffixes, "
    "the last part of it, or the whole file name."
)
CHUNK = 256 * 1024


def id_of(file: FileInfo, kind: IdFrom) -> str:
    """Return the id of the one document of a file."""
    if kind == "name":
        return file.name
    return file.stem if kind == "path" else file.stem.rpartition("/")[2]


def read_whole(stream: BinaryIO, file: FileInfo, id_: str) -> bytes | Rejected:
    """Return all bytes of a file, or a rejection once there are more than `max_doc`."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(min(CHUNK, file.max_doc + 1 - size)):
        chunks.append(chunk)
        size += len(chunk)
        if size > file.max_doc:
            return Rejected(
                "limit:max_doc",
                f"the file has more than {file.max_doc} bytes, the most of one document; "
                "raise it with `with max_doc: ...`",
                id=id_,
                offset=0,
                raw=chunks[0],
            )
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
