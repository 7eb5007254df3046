"""The small reader says what `importlib.metadata` says, and asks it where it cannot know."""

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from docflow.catalog import metadata
from docflow.catalog.points import FAMILY, Point, points


def write(
    folder: Path, info: str, points_: str, head: str | None = "Name: acme-news\nVersion: 1.0\n"
) -> None:
    """Write the metadata of a distribution."""
    (folder / info).mkdir(parents=True)
    (folder / info / "entry_points.txt").write_text(points_, encoding="utf-8")
    if head is not None:
        name = "METADATA" if info.endswith(".dist-info") else "PKG-INFO"
        (folder / info / name).write_text(head, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on the path, in front."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def acme() -> list[Point]:
    """Return what is found besides the plugins of this environment."""
    return [point for point in points() if point.name.startswith("acme")]


def test_this_environment_as_importlib_sees_it() -> None:
    assert sorted(points(), key=repr) == sorted(metadata.points(), key=repr)
    assert len(points()) >= 5


@pytest.mark.parametrize("info", ["acme_news-1.0.dist-info", "Acme.News-1.0.DIST-INFO", "acme_news.egg-info"])
@pytest.mark.parametrize(
    "text",
    [
        f"[{FAMILY}.v1]\nacme = acme_news\n",
        f"# ours\n[console_scripts]\nacme = a:main\n\n[{FAMILY}.v1]\n  acme=acme_news:plugin [extra]\n",
        f"[{FAMILY}.v2]\nacme = acme_news\n[{FAMILY}.v1]\n# acme0 = none\nacme1 = a.b : c.d\n",
        f"[{FAMILY}]\nacme = acme_news\n",
        "",
    ],
)
def test_the_same_as_importlib(site: Path, info: str, text: str) -> None:
    write(site, info, text, "Metadata-Version: 2.1\nName: Acme.News\nVersion: 1.0\n\nName: of the readme\n")
    assert acme() == [point for point in metadata.points() if point.name.startswith("acme")]


def test_name_and_version_come_from_the_head_of_the_metadata(site: Path) -> None:
    head = "Metadata-Version: 2.1\nName: Acme-News\nVersion: 2.1\n\nVersion: 9\n"
    write(site, "acme_news-2.1.dist-info", f"[{FAMILY}.v1]\nacme = acme_news\n", head)
    assert acme() == [Point(f"{FAMILY}.v1", "acme", "acme_news", "Acme-News", "2.1")]


@pytest.mark.parametrize(
    "first", ["acme_news-1.0.dist-info", "Acme.News-0.9.dist-info", "acme_news.egg-info"]
)
def test_of_two_copies_the_first_on_the_path_counts(
    site: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    later = tmp_path_factory.mktemp("later")
    monkeypatch.setattr(sys, "path", [*sys.path, str(later)])
    write(site, first, f"[{FAMILY}.v1]\nacme = one\n")
    write(later, "acme_news-1.0.dist-info", f"[{FAMILY}.v1]\nacme = two\n")
    assert [point.value for point in acme()] == ["one"]


@pytest.mark.parametrize("head", [None, "", "Name acme\n", "\udcff"])
def test_damaged_metadata_give_no_name(site: Path, head: str | None) -> None:
    write(site, "acme_news-1.0.dist-info", f"[{FAMILY}.v1]\nacme = a\n", None)
    if head is not None:
        data = head.encode("utf-8", "surrogateescape")
        (site / "acme_news-1.0.dist-info" / "METADATA").write_bytes(data)
    assert acme() == [Point(f"{FAMILY}.v1", "acme", "a", "", "")]


def test_a_plugin_in_a_zip_is_found(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site / "flat", "acme_news-1.0.dist-info", f"[{FAMILY}.v1]\nacme = acme_news\n")
    packed = site / "acme.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((site / "flat").rglob("*")):
            archive.write(file, file.relative_to(site / "flat"))
    shutil.rmtree(site / "flat")
    assert acme() == []
    monkeypatch.syspath_prepend(str(packed))
    assert [point.distribution for point in acme()] == ["acme-news"]


def test_a_finder_that_brings_distributions_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import Distribution

    class Made(Distribution):
        def read_text(self, filename):
            said = {
                "METADATA": "Name: acme\nVersion: 3\n",
                "entry_points.txt": f"[{FAMILY}.v1]\nacme = acme\n",
            }
            return said.get(filename)

        def locate_file(self, path):
            return Path(path)

    class Finder:
        @staticmethod
        def find_spec(*_):
            return None

        @staticmethod
        def find_distributions(*_):
            return [Made()]

    assert acme() == []
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert acme() == [Point(f"{FAMILY}.v1", "acme", "acme", "acme", "3")]


def test_folders_that_are_not_there_do_no_harm(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(site / "gone"), "", *sys.path])
    write(site, "acme_news-1.0.dist-info", f"[{FAMILY}.v1]\nacme = a\n")
    (site / "file.dist-info").write_text("no folder", encoding="utf-8")
    assert [point.value for point in acme()] == ["a"]


@pytest.mark.parametrize("value", ["os.path:join", "os.path : join", "os:path.join [extra]"])
def test_an_entry_point_leads_to_its_object(value: str) -> None:
    import os.path

    assert Point("", "", value).load() is os.path.join


@pytest.mark.parametrize("value", ["", "a b", "os:path:join", "a-b"])
def test_what_names_no_module(value: str) -> None:
    assert not Point("", "", value).names_module
    with pytest.raises(ImportError):
        Point("", "", value).load()
