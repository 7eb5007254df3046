"""The flows that readers see are in the layout: pipelines, benchmarks, pages and docs."""

from docflow.lang.layout.format import format_text


def test_the_tree_is_formatted(written: dict[str, str]) -> None:
    shown = {place: text for place, text in written.items() if not place.startswith("tests/")}
    assert len(shown) > 100
    wrong = [place for place, text in shown.items() if format_text(text, place).changed]
    assert wrong == [], "run `docflow fmt` over these"
