"""Text files of every encoding, and what is no text."""

import codecs
import hashlib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.document import Document
from planner.errors import (
    DocumentTooLarge,
    EncodingUnknown,
    FileEmpty,
    FileMissing,
    FileUnreadable,
    FormatUnsupported,
    InputError,
    NotAText,
)
from planner.reading import read_document
from planner.reading.encoding import decode
from planner.reading.fetch import fetch

TEXT = "云溪市2024年工作要点\r\n（一）完善制度。6月底前完成——审查率100%。\n"


def written(folder: Path, data: bytes) -> Path:
    path = folder / "要点.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_text_of_an_encoding_is_exact(tmp_path: Path, encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert read_document(written(tmp_path, data)) == Document(
        name="要点.txt", format="txt", sha256=hashlib.sha256(data).hexdigest(), text=TEXT
    )


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_text_after_either_mark_of_utf16_is_the_same(tmp_path: Path, mark: bytes) -> None:
    data = mark + TEXT.encode("utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be")
    assert read_document(written(tmp_path, data)).text == TEXT


def test_text_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "要点.docx"
    path.write_bytes(TEXT.encode())
    assert read_document(path).text == TEXT


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (" \n\u3000\r\n".encode(), FileEmpty),
        (b"\xef\xbb\xbf", FileEmpty),
        (b"\x89PNG\r\n\x1a\nrest", FormatUnsupported),
        (b"text\x00more", NotAText),
        ("字\x00".encode("utf-16"), NotAText),
        ("字\x00字字".encode("utf-16-le"), NotAText),
        ("\u4e8c\u03b1\u03b2\u4e00".encode("utf-16-be"), NotAText),
        (b"\xff\xff\xff\x80", EncodingUnknown),
        (b"\xef\xbb\xbf\xff", EncodingUnknown),
        ("\ue000字".encode("gb18030"), EncodingUnknown),
        ("字\x07".encode("gb18030"), EncodingUnknown),
    ],
)
def test_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, error: type[InputError]) -> None:
    path = written(tmp_path, data)
    with pytest.raises(error) as refusal:
        read_document(path)
    assert type(refusal.value) is error
    assert str(path) in str(refusal.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    for name in ("无.txt", "无\x00.txt"):
        with pytest.raises(FileMissing, match="找不到文件"):
            read_document(tmp_path / name)


def test_name_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="系统错误"):
        read_document(tmp_path / ("长" * 300))


def test_file_of_200_mb_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(DocumentTooLarge, match="超过 50 MB"):
            read_document(path)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"12345")
    assert fetch(path, most=5) == b"12345"
    assert fetch(path) == b"12345"
    with pytest.raises(DocumentTooLarge):
        fetch(path, most=4)


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="是文件夹"):
        read_document(tmp_path)


# NUL is what tells UTF-16 without a mark: the four bytes of "0\x00\x80" are 0胂 as well.
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\x00")))
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == text


def test_characters_that_mark_our_figures_are_none_in_a_document(tmp_path: Path) -> None:
    path = tmp_path / "要点.txt"
    path.write_text("审查\ue0001\ue00112件\ue002。", "utf-8")
    assert read_document(path).text == "审查\ufffd1\ufffd12件\ufffd。"
