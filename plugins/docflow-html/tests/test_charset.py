"""Bytes to text: what pages declare, what they are, and what nobody says."""

import codecs
from io import BytesIO

import pytest
from docflow_html.charset.decode import NotText, decode
from docflow_html.charset.labels import codec_of
from docflow_html.reader import Html

from docflow.plugin import Document, FileInfo, Rejected

TEXTS = {
    "windows-1251": ("ru", "Мост через реку откроют в субботу утром, сообщает газета."),
    "koi8-u": ("uk", "Новий міст через річку відкриють у суботу вранці."),
    "ibm866": ("ru", "Паром пока ходит по расписанию, но люди ждут моста."),
    "shift_jis": ("ja", "新しい橋は土曜日の朝に開通します。町の人々は三年間この日を待っていました。"),
    "euc-jp": ("ja", "フェリーは今のところ時刻表どおりです。橋はまだです。"),
    "gb18030": ("zh", "新桥将于星期六早上开放。这座城市的居民为这一天等了三年。"),
    "big5": ("zh", "新橋將於星期六早上開放。這座城市的居民為這一天等了三年。"),
    "euc-kr": ("ko", "새 다리는 토요일 아침에 개통됩니다. 시민들은 이 날을 기다렸습니다."),
    "windows-1253": ("el", "Η νέα γέφυρα ανοίγει το πρωί του Σαββάτου."),
    "windows-1255": ("he", "הגשר החדש ייפתח בשבת בבוקר."),
    "windows-1256": ("ar", "سيفتح الجسر الجديد صباح يوم السبت."),
    "windows-874": ("th", "สะพานใหม่จะเปิดในเช้าวันเสาร์"),
    "windows-1250": ("cs", "Nový most přes řeku se otevře v sobotu ráno, těší se lidé."),
    "windows-1254": ("tr", "Yeni köprü cumartesi sabahı açılıyor, şehir bekliyor."),
    "windows-1252": ("de", "Die neue Brücke wird früh eröffnet – „endlich“, heißt es."),
}
CODECS = {
    "windows-874": "cp874",
    "ibm866": "cp866",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}


def encoded(charset: str, text: str) -> bytes:
    return text.encode(CODECS.get(charset, charset))


@pytest.mark.parametrize("charset", TEXTS)
def test_declared(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><p>{TEXTS[charset][1]}'
    read = decode(encoded(charset, page))
    assert (read.text, read.replaced) == (page, 0)


@pytest.mark.parametrize("charset", TEXTS)
def test_not_declared(charset: str) -> None:
    language, text = TEXTS[charset]
    assert TEXTS[charset][1] in decode(encoded(charset, f"<html lang={language}><body><p>{text}")).text
    assert TEXTS[charset][1] in decode(encoded(charset, f"<body><p class=a>{text}</p>")).text


@pytest.mark.parametrize("charset", ["windows-1251", "shift_jis", "windows-1252"])
def test_declared_wrongly_as_utf_8(charset: str) -> None:
    page = f"<meta charset=utf-8><p>{TEXTS[charset][1]}"
    assert decode(encoded(charset, page)).text == page


def test_utf_8_goes_before_a_legacy_declaration() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Größe, Übung, früh'
    assert decode(page.encode()).text == page


@pytest.mark.parametrize("declaration", ["<meta charset=utf-8>", ""])
def test_utf_8_with_quotes_of_windows_patched_in(declaration: str) -> None:
    page = f"{declaration}<p>{'Die neue Brücke wird früh eröffnet. ' * 10}".encode()
    read = decode(page + b"\x93endlich\x94")
    assert (read.charset, read.replaced) == ("utf-8", 2)
    assert "Brücke wird früh" in read.text


@pytest.mark.parametrize("charset", TEXTS)
def test_long_texts_are_not_taken_for_patched_utf_8(charset: str) -> None:
    language, text = TEXTS[charset]
    page = f"<meta charset=utf-8><html lang={language}><p>{text * 40}"
    assert decode(encoded(charset, page)).text == page


def test_few_signs_that_look_like_utf_8_are_what_the_page_declares() -> None:
    assert decode(b"<meta charset=windows-1252><p>\xc3\xa9").text.endswith("Ã©")


def test_declarations() -> None:
    assert decode(b'<?xml version="1.0" encoding="KOI8-R"?><p>\xf4').text.endswith("Т")
    assert decode(b"<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>\xd2").text.endswith("Т")
    assert decode(b"<meta charset=utf-16><p>\xc3\xa9\xc3\xa9").text.endswith("éé")
    assert decode(b"<meta charset=x-nonsense><p>caf\xe9").text.endswith("café")


def test_marks_and_utf_16() -> None:
    assert decode(codecs.BOM_UTF8 + "é".encode()).text == "é"
    assert decode(codecs.BOM_UTF16_BE + "<p>é".encode("utf-16-be")).charset == "utf-16be"
    assert decode("<p>hello é".encode("utf-16-le")).text == "<p>hello é"
    assert decode("<p>hello é".encode("utf-16-be")).text == "<p>hello é"


def test_broken_signs_are_counted() -> None:
    read = decode(("<p>é" * 200).encode() + b"\xff\xe9<")
    assert (read.charset, read.replaced) == ("utf-8", 2)
    assert decode(b"").text == ""
    assert decode(b"<p>" * 20 + b"a\0b").text.endswith("ab")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"\x1f\x8b\x08",
        b"PK\x03\x04x",
        b"\x01\0\x02\0\0\x03" * 99,
        bytes(range(256)),
    ],
)
def test_other_formats_are_no_pages(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)
    (answer,) = Html().read(BytesIO(data), FileInfo("a.html", "a", "a.html"))
    assert isinstance(answer, Rejected)
    assert answer.reason == "not a page"


def test_labels_are_known_codecs() -> None:
    for label in ("UTF8", " latin1 ", "GB2312", "ks_c_5601-1987", "x-sjis", "macintosh", "unicode"):
        codecs.lookup(codec_of(label))
    assert codec_of("nonsense") == ""


def test_reader_limits_and_ids() -> None:
    info = FileInfo("a/b.html", "a/b", "b.html", max_doc=5)
    (answer,) = Html().read(BytesIO(b"<p>123"), info)
    assert isinstance(answer, Rejected)
    assert answer.reason == "limit:max_doc"
    for kind, id_ in (("path", "a/b"), ("stem", "b"), ("name", "b.html")):
        (document,) = Html(id=kind).read(BytesIO(b"<p>1"), info)
        assert isinstance(document, Document)
        assert (document.id, document.source) == (id_, "a/b.html")


def test_a_given_encoding_goes_first() -> None:
    info = FileInfo("a.html", "a", "a.html")
    (document,) = Html(encoding="windows-1251").read(BytesIO(b"<meta charset=utf-8>\xd2"), info)
    assert isinstance(document, Document)
    assert document.text.endswith("Т")
