"""What came back, found among files, folders and zips."""

import os
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from planner.errors import FileMissing
from planner.reading.form_files import FormFile, form_files


def write(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def named_by_windows(data: bytes, written: str, real: str) -> bytes:
    """The zip with a member's name as Chinese Windows writes it: GBK, and no word of it."""
    raw = real.encode("gbk")
    assert len(raw) == len(written)
    return data.replace(written.encode(), raw)


def found(*paths: Path) -> list[FormFile]:
    """What is found, whatever folder it was found for."""
    return [replace(file, folder=Path()) for file in form_files(paths)]


XLSX = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def test_files_of_a_folder_come_in_order_and_with_all_below(tmp_path: Path) -> None:
    first = write(tmp_path / "乙.xlsx", XLSX)
    below = write(tmp_path / "区县" / "甲区.xls", b"old")
    again = write(tmp_path / "再报" / "退回的改好.xlsx", b"new")
    for ignored in (
        "退回/甲.xlsx",
        "区县/退回/乙.xlsx",
        "~$乙.xlsx",
        ".~lock.乙.xlsx#",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".git/x",
    ):
        write(tmp_path / ignored)
    assert found(tmp_path) == [
        FormFile("乙.xlsx", first, XLSX),
        FormFile("再报/退回的改好.xlsx", again, b"new"),
        FormFile("区县/甲区.xls", below, b"old"),
    ]


def test_file_given_twice_comes_once_and_one_given_by_name_always(tmp_path: Path) -> None:
    path = write(tmp_path / "退回" / "甲.xlsx")
    assert found(path, tmp_path, path) == [FormFile("甲.xlsx", path, b"x")]


def test_folder_is_the_one_that_was_given_or_that_holds_what_was(tmp_path: Path) -> None:
    write(tmp_path / "收" / "区县" / "甲.xlsx")
    bundle = write(tmp_path / "收回.zip", zipped({"丙.xlsx": b"c"}))
    files = form_files([tmp_path / "收", bundle])
    assert [(file.name, file.folder) for file in files] == [
        ("区县/甲.xlsx", tmp_path / "收"),
        ("收回.zip/丙.xlsx", tmp_path),
    ]


def test_path_that_does_not_exist_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        form_files([write(tmp_path / "甲.xlsx"), tmp_path / "没有"])


def test_empty_file_comes_with_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "甲.xlsx", b"")
    assert found(tmp_path) == [FormFile("甲.xlsx", path, None, "是空的，没有内容，请重新保存后再交")]


def test_members_of_a_zip_come_under_its_name(tmp_path: Path) -> None:
    members = {"区县/甲区.xlsx": XLSX, "../../乙.xlsx": b"b", "C:\\表\\丙.xlsx": b"c", "退回/丁.xlsx": b"d"}
    path = write(tmp_path / "收回.zip", zipped({**members, "__MACOSX/._甲.xlsx": b"m", "~$甲.xlsx": b"l"}))
    assert found(path) == [
        FormFile("收回.zip/乙.xlsx", None, b"b"),
        FormFile("收回.zip/C:/表/丙.xlsx", None, b"c"),
        FormFile("收回.zip/区县/甲区.xlsx", None, XLSX),
    ]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["收回.zip"]


def test_names_that_windows_wrote_are_read(tmp_path: Path) -> None:
    data = named_by_windows(zipped({"aaaaaaaa.xlsx": b"x"}), "aaaaaaaa.xlsx", "市公安局.xlsx")
    assert found(write(tmp_path / "收回.zip", data)) == [FormFile("收回.zip/市公安局.xlsx", None, b"x")]


def test_name_whose_second_byte_is_a_backslash_is_one_name(tmp_path: Path) -> None:
    """乗 is 81 5C in GBK."""
    data = named_by_windows(zipped({"aabb.xlsx": b"x"}), "aabb.xlsx", "乗县.xlsx")
    assert found(write(tmp_path / "收回.zip", data)) == [FormFile("收回.zip/乗县.xlsx", None, b"x")]


def test_zip_with_a_password_is_told_for_each_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.xlsx": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert found(write(tmp_path / "收回.zip", bytes(data))) == [
        FormFile("收回.zip/a.xlsx", None, None, "压缩包设了密码，请去掉密码，重新压缩后再交")
    ]


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({}, "压缩包里没有填报表"),
        ({"退回/甲.xlsx": b"x"}, "压缩包里没有填报表"),
        ({f"{number}.bin": b"0" * 49_000_000 for number in range(5)}, "解开后超过 200 MB，不像收回的填报表"),
        ({f"{number}.xlsx": b"" for number in range(2001)}, "压缩包里有 2000 多个文件，不像收回的填报表"),
    ],
)
def test_zip_that_is_no_bundle_of_returns_is_told(tmp_path: Path, members: dict[str, bytes], fault: str) -> None:
    path = write(tmp_path / "收回.zip", zipped(members))
    assert found(path) == [FormFile("收回.zip", path, None, fault)]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "是空的，没有内容，请重新保存后再交"),
        (zipped({"甲.xlsx": b"x"}), "是压缩包里的压缩包，请先解压再交"),
        (b"0" * 50_000_001, "超过 50 MB，不像填报表，请删去里面的图片后再交"),
    ],
)
def test_member_that_is_no_return_is_told(tmp_path: Path, content: bytes, fault: str) -> None:
    assert found(write(tmp_path / "收回.zip", zipped({"甲.xlsx": content}))) == [
        FormFile("收回.zip/甲.xlsx", None, None, fault)
    ]


def test_broken_zip_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "收回.zip", zipped({"甲.xlsx": b"x" * 100})[:40])
    assert found(path) == [FormFile("收回.zip", path, None, "压缩包已损坏，打不开，请重新压缩后再交")]


def test_member_that_was_damaged_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.xlsx": b"one two three four five six"}))
    data[40] ^= 0xFF
    assert found(write(tmp_path / "收回.zip", bytes(data))) == [
        FormFile("收回.zip/a.xlsx", None, None, "在压缩包里已损坏，请重新压缩后再交")
    ]


def test_workbook_cut_short_is_left_for_its_reader_to_tell(tmp_path: Path) -> None:
    path = write(tmp_path / "甲.xlsx", XLSX[:60])
    assert found(path) == [FormFile("甲.xlsx", path, XLSX[:60])]


def test_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "甲.xlsx", b"0" * 50_000_001)
    assert found(path) == [FormFile("甲.xlsx", path, None, "超过 50 MB，不像填报表，请删去里面的图片后再交")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files here")
def test_pipes_devices_and_links_in_a_folder_are_told_and_never_opened(tmp_path: Path) -> None:
    hers = write(tmp_path / "别处" / "私人.xlsx", XLSX)
    box = tmp_path / "收回"
    good = write(box / "乙.xlsx", XLSX)
    os.mkfifo(box / "管.xlsx")
    for name, target in (
        ("丙.xlsx", hers),
        ("圈", box),
        ("断.xlsx", box / "没有"),
        ("自己.xlsx", "自己.xlsx"),
        ("零.xlsx", "/dev/zero"),
    ):
        (box / name).symlink_to(target)
    link = "是链接，没有跟过去；请把文件本身放进来"
    pipe = f"读不了文件“{box / '管.xlsx'}”（是管道或设备，不是文件），请核对选的文件，检查有没有读取权限"
    assert {file.name: file.fault for file in found(box)} == {
        "乙.xlsx": "",
        "管.xlsx": pipe,
        **dict.fromkeys(("丙.xlsx", "圈", "断.xlsx", "自己.xlsx", "零.xlsx"), link),
    }
    assert [file.path for file in found(box) if file.data is not None] == [good]


def test_link_that_is_given_by_name_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "别处" / "甲.xlsx", XLSX)
    (tmp_path / "链.xlsx").symlink_to(tmp_path / "别处" / "甲.xlsx")
    (tmp_path / "链").symlink_to(tmp_path / "别处")
    assert [file.name for file in found(tmp_path / "链.xlsx")] == ["链.xlsx"]
    assert [file.name for file in found(tmp_path / "链")] == ["甲.xlsx"]


def test_folders_within_each_other_a_thousand_times_are_gone_through(tmp_path: Path) -> None:
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("a", dir_fd=at)
        below = os.open("a", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("甲.xlsx", os.O_WRONLY | os.O_CREAT, dir_fd=at))
    os.close(at)
    (file,) = form_files([tmp_path])
    assert (file.name, file.fault) == ("a/" * 1100 + "甲.xlsx", "是空的，没有内容，请重新保存后再交")
    (tmp_path / file.name).unlink()
    for folder in (tmp_path / file.name).parents[:1100]:  # whoever clears up after the tests would go down by recursion
        folder.rmdir()
    assert not list(tmp_path.iterdir())
