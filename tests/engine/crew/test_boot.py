"""What a nursery is started with."""

from docflow.engine.crew.process.boot import environment, import_path


def test_workers_know_places_and_language_but_no_secret() -> None:
    given = {"HOME": "/h", "LC_ALL": "C", "TZ": "UTC", "API_TOKEN": "s3cret", "OMP_NUM_THREADS": "64"}
    found = environment(given)
    assert found.items() >= {"HOME": "/h", "LC_ALL": "C", "TZ": "UTC"}.items()
    assert "API_TOKEN" not in found


def test_a_library_of_numbers_has_one_thread() -> None:
    assert environment({"OMP_NUM_THREADS": "64"})["OMP_NUM_THREADS"] == "1"
    assert environment({})["OPENBLAS_NUM_THREADS"] == "1"


def test_nothing_is_imported_from_where_the_command_was_called() -> None:
    assert "/here" not in import_path(["", "/here", "/lib"], "/here")
