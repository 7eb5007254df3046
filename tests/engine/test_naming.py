"""Names of folder outputs: given in source order, the same as a table of all names would give."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.engine.outputs.listing import left_over, listed, union, write
from docflow.engine.outputs.naming import named
from docflow.engine.state import sorting
from docflow.engine.state.spill import Spill, pack
from docflow.io.names import collision_key, encode


def _staged(folder: Path, parts: list[list[str]]) -> list[Path]:
    for part, ids in enumerate(parts):
        spill = Spill(folder / f"{part:08}.names")
        for number, id_ in enumerate(ids):
            spill.add(pack((number, id_)))
        spill.close()
    return [folder / f"{part:08}" for part in range(len(parts))]


def _names(folder: Path, *parts: list[str]) -> list[str]:
    return [name for _, name in named(_staged(folder, list(parts)), folder, ".md")]


def test_in_source_order(tmp_path: Path) -> None:
    names = _names(tmp_path, ["a", "b"], [], ["a", "A"], ["a"])
    assert names == ["a.md", "b.md", "a%~2.md", "A%~3.md", "a%~4.md"]


def test_the_staged_files_by_part(tmp_path: Path) -> None:
    paths = [
        Path(path).relative_to(tmp_path).as_posix()
        for path, _ in named(_staged(tmp_path, [["x", "x"], ["y"]]), tmp_path, "")
    ]
    assert paths == ["00000000/0", "00000000/1", "00000001/0"]


@given(ids=st.lists(st.text("aAbé\ud800/", max_size=2), max_size=30), cut=st.integers(0, 30))
def test_as_a_table_of_all_names_would(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], cut: int
) -> None:
    known: dict[str, int] = {}
    expected = []
    for id_ in ids:
        key = collision_key(encode(id_))
        known[key] = known.get(key, 0) + 1
        expected.append(f"{encode(id_, known[key])}.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "RUN_RECORDS", 3)
        assert _names(tmp_path_factory.mktemp("names"), ids[:cut], ids[cut:]) == expected


NAMES = st.lists(
    st.binary(min_size=1, max_size=2).filter(lambda n: not set(n) & set(b"\n./\\\0")), unique=True
)


@given(one=NAMES, other=NAMES)
def test_lists_are_compared_as_sets(
    tmp_path_factory: pytest.TempPathFactory, one: list[bytes], other: list[bytes]
) -> None:
    path = write(tmp_path_factory.mktemp("lists") / "one", sorted(one))
    assert list(listed(path)) == sorted(one)
    assert list(union(sorted(one), sorted(other))) == sorted({*one, *other})
    left = [name.encode("utf-8", "surrogateescape") for name in left_over(sorted(one), sorted(other))]
    assert left == sorted({*one} - {*other})


def test_a_changed_list_names_nothing_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(b"b\na\n../x\n/etc/passwd\nc\\d\n..\n.docflow\n\n" + b"x" * 9000 + b"\nd\0\ny\nno end")
    assert list(listed(path)) == [b"b", b"y"]
    assert list(listed(tmp_path / "none")) == []
