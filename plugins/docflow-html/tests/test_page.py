"""A page as nodes and lines: blocks, breaks, links, what is hidden, which tables hold data."""

import pytest
from docflow_html.page.nesting import Nesting
from docflow_html.page.page import NOWHERE, Page
from docflow_html.page.parse import parse
from docflow_html.page.tame import tame
from docflow_html.page.walk import walk
from docflow_html.page.xhtml import with_closed_elements
from docflow_html.writing.markdown import as_markdown
from docflow_html.writing.text import as_text


def page_of(html: str) -> Page:
    return walk(parse(html))


def texts(html: str) -> list[str]:
    return [line.text for line in page_of(html).lines]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("a <b>b</b>c\n d<br>e", ["a bc d", "e"]),
        ("<a>one</a><a>two</a> <a>three</a>", ["one two three"]),
        ("<p>x<my-icon>y</my-icon>z</p><my-box>a</my-box><my-box>b</my-box>", ["xyz", "a", "b"]),
        ("<h2>Title<a href='#t'>#</a></h2><h2>C#</h2>", ["Title", "C#"]),
        ("<ul><li>a<ul><li>b</ul>c</ul>", ["a", "b", "c"]),
        ("<pre>\n a\n\n  b\n</pre>", [" a\n\n  b"]),
        ("<p>a&nbsp;&nbsp;b \t\n c&#8203;</p>", ["a b c"]),
        ("<select><option>a</select><button>Go</button>", ["Go"]),
        (
            "<head><title>T</title></head><noscript>n</noscript><script>s</script><svg><title>d</title></svg>x",
            ["x"],
        ),
        (
            "<a-b><template shadowrootmode=open><p>a</p></template>b</a-b><template>c</template>d",
            ["a", "b", "d"],
        ),
        ("<p>x<a-b><template class=y shadowrootmode='closed'>a</template></a-b>z</p>w", ["xaz", "w"]),
        ("<frameset><frame src=a></frameset>", []),
        ("", []),
    ],
)
def test_lines(html: str, lines: list[str]) -> None:
    assert texts(html) == lines


def test_breaks_links_and_images_of_a_line() -> None:
    lines = page_of("<p>a<br>b<br><br><a href=x>cd</a> e<img><p>f<p><img>").lines
    assert [line.breaks for line in lines] == [0, 1, 2, 0, 0]
    assert [line.linked for line in lines] == [0, 0, 2, 0, 0]
    assert [line.images for line in lines] == [0, 0, 1, 0, 1]
    assert lines[-1].text == ""


def test_hidden() -> None:
    shown = "<p>" + "shown " * 60
    for hidden in ("<p hidden>x", "<p style='color:red; DISPLAY : none'>x", "<dialog>x</dialog>"):
        assert "x" not in " ".join(texts(shown + hidden))
    for visible in ("<p hidden=until-found>x", "<p style='display:block'>x", "<dialog open>x</dialog>"):
        assert "x" in " ".join(texts(shown + visible))
    assert texts("<body style='display:none'><p>x") == ["x"]


def test_data_tables() -> None:
    cells = [line.cell for line in page_of("<table><caption>c<tr><td>1<td>2</table>").lines]
    assert cells[0] == NOWHERE
    assert NOWHERE not in cells[1:]
    for layout in (
        "<table><tr><td>1<tr><td>2</table>",
        "<table role=presentation><tr><td>1<td>2</table>",
        "<table><tr><td><h2>1</h2><td>2</table>",
        "<table><tr><td>1<td>" + "<p>2" * 9 + "</table>",
        "<table><tr><td>1<td><table><tr><td>2</table></table>",
    ):
        assert page_of(layout).tables == []
        assert {line.cell for line in page_of(layout).lines} == {NOWHERE}


def test_some_lines_are_written_alone() -> None:
    page = page_of("<h1>T</h1><ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3<td>4</table>")
    chosen = [line for line in page.lines if line.text in ("b", "3", "4")]
    assert as_text(page, chosen) == "b\n3 | 4"
    assert as_markdown(page, chosen) == "- b\n\n|  |  |\n| --- | --- |\n| 3 | 4 |"


def test_ordinary_pages_are_left_as_they_are() -> None:
    page = "<div><p>x<b>y</b><ul><li>a<li>b</ul><table><tr><td><font size=2>c<td>d</table></div>" * 800
    assert tame(page) is page


def test_what_is_too_deep_becomes_a_break() -> None:
    tamed = tame("<div><p>a</p>" * 5000)
    assert tamed.count("<div>") == 400
    assert tamed.count("a") == 5000
    assert texts("<div><p>a</p>" * 5000) == ["a"] * 5000


@pytest.mark.parametrize(
    ("tags", "still_open"),
    [
        ("div p b /p", "div"),
        ("div object /div /object", "div"),
        ("div table td /div /table", "div"),
        ("ul li div li", "ul li"),
        ("ul li section li", "ul li section li"),
        ("b div /b", "div"),
        ("span div /span", "span div"),
        ("a div a", "div a"),
        ("table tr td td tr", "table tr"),
        ("p p p", "p"),
        ("dl dt dd dt", "dl dt"),
        ("h1 div h1", "h1 div h1"),
        ("select option option", "select option"),
        ("/div /b", ""),
    ],
)
def test_nesting_is_that_of_the_parser(tags: str, still_open: str) -> None:
    nesting = Nesting()
    for tag in tags.split():
        (nesting.end if tag[0] == "/" else nesting.start)(tag.removeprefix("/"))
    assert nesting.open == still_open.split()


def test_formatting_left_open_is_counted() -> None:
    nesting = Nesting()
    for name in ("p", "b", "p", "b", "p"):
        nesting.start(name)
    assert nesting.left_open == 2
    nesting.end("b")
    assert nesting.left_open == 1


def test_a_page_that_says_all_in_noscript() -> None:
    body = "<h1>Thread</h1>" + "<p>Has anybody seen the ferry today? It is late.</p>" * 8
    splash = "<div id=splash>Loading</div><script>draw()</script>"
    assert texts(f"{splash}<noscript data-path=/t>{body}</noscript>")[:2] == ["Loading", "Thread"]
    assert texts(f"{splash}<noscript><img src=a></noscript>") == ["Loading"]
    assert texts(f"<NOSCRIPT>{body}</NOSCRIPT>{body}{body}".replace("Thread", "x"))[0] == "x"
    assert len(texts(f"<noscript>{body}</noscript>{body}")) == 9


XML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (XML + '<head><title/><script src="a.js"/></head><body><p>A</p><p>B</p>', ["A", "B"]),
        (XML + '<p>A</p><iframe src="b"/><textarea /><p>B</p>', ["A", "B"]),
        (XML + """<script>write("<script src='x'/>")</script><p>A""", ["A"]),
        (XML + """<script>a = "<title/>"</script><title/><p>A""", ["A"]),
        (XML + "<p>A<script>never closed", ["A"]),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><style/><p>A', ["A"]),
        ("<html><script/><p>A</p></script><p>B", ["B"]),
    ],
)
def test_empty_elements_of_xml(html: str, lines: list[str]) -> None:
    assert texts(html) == lines


def test_pages_without_empty_elements_are_left_as_they_are() -> None:
    page = XML + "<script>a</script><p>A<br/>B"
    assert with_closed_elements(page) is page
