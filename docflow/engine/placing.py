"""Folders of files: the files of parts get their names; those of parts that are reused have one already."""

import os
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from attrs import evolve

from docflow.engine.joining import Finished, Found, pieces_of
from docflow.engine.outputs.folder import place
from docflow.engine.outputs.naming import Staged
from docflow.engine.outputs.placed import given, list_of, names_of
from docflow.engine.outputs.target import Target
from docflow.engine.resume.row import Place
from docflow.engine.resume.where import PLACED, Record
from docflow.engine.site import Kept, Ready, Site
from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import Spill, pack
from docflow.io import disk
from docflow.io.digests import sha256_file
from docflow.plan.report import Output

__all__ = ["collected", "placed"]


def collected(target: Target, made: Ready, site: Site) -> Finished:
    """Return what a folder output will be, or that it is there already. Raises OSError."""
    found, where = pieces_of(target, made), site.past.where
    documents, size = (sum(getattr(piece, name) for _, piece in found) for name in ("documents", "size"))
    final = where.name_of(target.path)
    record = where.record(final)
    output = Output(target.shown, documents, size, 0)
    same = record is not None and all(_stays(kept, piece, final) for kept, piece in found)
    if same and record is not None and record.digest == _digest(target, made, found, site):
        return Finished(target, evolve(output, files=record.files), record=record, same=True)
    return Finished(target, output)


def _stays(kept: Kept, piece: Piece, final: bytes) -> bool:
    place_ = kept.row.places.get(piece.name)
    return kept.reused and place_ is not None and (place_.whole, place_.final) == (PLACED, final)


def _digest(target: Target, made: Ready, found: Found, site: Site) -> str:
    """Return the digest of the parts of a folder in their order, and of the list of its files."""
    digest = sha256(f"{target.suffix} {site.cooks[made.plan.name].ends()}".encode())
    for kept, piece in found:
        digest.update(f"{kept.want.stage} {kept.want.identity} {piece.crc} {piece.size}\0".encode())
    known = list_of(site.room.folder, target.path)
    digest.update(sha256_file(known).encode() if known.is_file() else b"")
    return digest.hexdigest()


def placed(finished: Finished, made: Ready, site: Site) -> Output:
    """Give the files of a folder their names. Raises OSError, MachineError."""
    target = finished.target
    found = pieces_of(target, made)
    staging = site.room.staging_for(target.path) / f"folder-{target.number:04}"
    disk.make_folder(staging)
    folders = [_brought(kept, piece, staging, site) for kept, piece in found]

    def noted(files: Iterator[Staged]) -> None:
        _note(files, folders, found)
        _settle(found, target, site)

    count = place(target, folders, staging, list_of(site.room.folder, target.path), noted)
    for kept, piece in found:
        disk.remove_tree(kept.folder / piece.name)
    where = site.past.where
    digest = _digest(target, made, found, site)
    output = evolve(finished.output, files=count)
    record = Record(PLACED, digest, output.bytes, output.documents, 0, "", count, len(found))
    where.write(where.name_of(target.path), record)
    return output


def _brought(kept: Kept, piece: Piece, staging: Path, site: Site) -> Path:
    """Return the folder of a part's files on the file system of the output, under their numbers.

    Files that have their names already get a second one there.
    """
    own = kept.folder / piece.name
    place_ = kept.row.places.get(piece.name)
    if place_ is None and own.stat().st_dev == staging.stat().st_dev:
        return own
    folder = staging / kept.row.folder
    disk.make_folder(folder)
    disk.link(kept.folder / f"{piece.name}.names", staging / f"{kept.row.folder}.names")
    names = given(kept.folder, piece.name) if place_ is not None else iter(())
    final = site.past.where.final(place_.final) if place_ is not None else own
    for number, _, _ in names_of(kept.folder, piece.name):
        name = next(names, ("", 0, 0))[0]
        there = f"{final}/{name}"
        staged = f"{own}/{number}"
        disk.link(there if name and not os.path.lexists(staged) else staged, f"{folder}/{number}")
    return folder


def _note(files: Iterator[Staged], folders: list[Path], found: Found) -> None:
    """Write beside each part which names its files get, with what tells them from others."""
    parts = {str(folder): kept.folder / f"{piece.name}.placed" for folder, (kept, piece) in
             zip(folders, found, strict=True)}  # fmt: skip
    for folder, group in groupby(files, lambda staged: staged[0].rpartition("/")[0]):
        disk.remove(parts[folder])
        spill = Spill(parts[folder])
        try:
            for path, name in group:
                status = os.lstat(path)
                spill.add(pack((name, status.st_ino, status.st_mtime_ns)))
        finally:
            spill.close()


def _settle(found: Found, target: Target, site: Site) -> None:
    past = site.past
    final = past.where.name_of(target.path)
    for kept, piece in found:
        kept.row = evolve(kept.row, places={**kept.row.places, piece.name: Place(PLACED, final, 0)})
        past.write(kept.want.key, kept.row)
    past.store.keep()
