"""What `docflow clean` shows of the most changed documents."""

from docflow.report.changes import Change, render


def test_lines_that_went_and_came() -> None:
    shown = render([Change("a", "one\nmenu\nthree  \n", "one\nthree\n")])
    assert shown.split("\n")[2:5] == ["a: 7 characters removed", "  - menu", "  - three  "]
    assert "  + three" in shown


def test_of_a_page_whose_markup_went_the_text_that_stays() -> None:
    page = "<html><script>count()</script>\n<nav>menu</nav>\n<p>One.</p>\n" + "<p>Two.</p>\n" * 14
    shown = render([Change("a", page, "One.\n\n" + "Two.\n" * 14)])
    assert "<" not in shown
    assert shown.split("\n")[3:6] == ["  the text that stays:", "  + One.", "  + Two."]
    assert shown.endswith("  + Two.\n  ... and 3 more lines\n")


def test_a_document_that_lost_all_is_shown_as_lines_that_went() -> None:
    assert "  - menu" in render([Change("a", "menu\nfooter", "")])
