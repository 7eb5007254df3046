"""Read one file with little memory: `hostile.py READER FILE BYTES` prints ids and reasons as JSON."""

import json
import resource
import sys
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.engine.components import Components
from docflow.engine.desk import Desk, Entry
from docflow.engine.inputs.drain import read_files
from docflow.engine.inputs.part import FilePart, InputFile
from docflow.engine.inputs.readers import file_readers
from docflow.io.globs import Found
from docflow.model import Document
from docflow.plan.ir import Call, Where


def main() -> None:
    name, path, memory = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    documents: list[Document] = []
    entries: list[Entry] = []
    desk = Desk("f", entries.append)
    call = Call(f"core.{name}", "reader", ())
    readers = file_readers(call, Where("f", 1, 1), 1_000_000, Components(Catalog.installed()))
    status = path.stat()
    found = Found(str(path.parent), path.name)
    file = InputFile(found, "", status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    read_files(FilePart(0, 0, (file,)), readers, documents.append, desk)
    print(json.dumps([[doc.id for doc in documents], [entry.reason for entry in entries]]))


if __name__ == "__main__":
    main()
