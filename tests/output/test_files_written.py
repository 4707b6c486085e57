"""Files are written whole or not at all, under names that Windows takes."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import OutputIsDatabase, OutputUnwritable
from planner.output.files import legal_name, write_whole, written_whole


def test_file_is_written_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "台账.xlsx", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"台账.xlsx": b"new"}


def test_file_that_stands_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_failed_write_leaves_the_old_file_and_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputUnwritable, match="文件太大"):
            write_whole(path, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {"台账.xlsx": b"old"}


@pytest.mark.parametrize("name", ["库.db", "库.db-wal", "库.db-shm", "库.db-journal"])
def test_database_and_what_belongs_to_it_is_not_written_over(tmp_path: Path, name: str) -> None:
    kept = {"库.db": b"SQLite format 3\0...", "库.db-wal": b"wal"}
    for each, data in kept.items():
        (tmp_path / each).write_bytes(data)
    with pytest.raises(OutputIsDatabase, match=f"{name}”是一个数据库，或者是数据库旁边的文件"):
        write_whole(tmp_path / name, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("无此文件夹/台账.xlsx", "所在的文件夹不存在"),
        ("夹", "这是一个文件夹"),
        ("文件/台账.xlsx", "路径中有一段不是文件夹"),
    ],
)
def test_reason_is_told_in_chinese(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "文件").touch()
    with pytest.raises(OutputUnwritable, match=reason):
        write_whole(tmp_path / name, b"x")


def test_name_that_the_machine_cannot_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="写不了"):
        write_whole(tmp_path / "\ud800.xlsx", b"x")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left, written = (tmp_path / f".台账.xlsx.{process}.tmp" for process in (ended.pid, os.getppid()))
    left.write_bytes(b"half")
    written.write_bytes(b"half")
    write_whole(tmp_path / "台账.xlsx", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([written, tmp_path / "台账.xlsx"])


def test_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    path = tmp_path / "管道"
    os.mkfifo(path)
    with pytest.raises(OutputUnwritable, match="这是一个设备，不是文件"):
        write_whole(path, b"x")
    assert path.is_fifo()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nothing can be made")
def test_folder_that_is_there_is_not_said_to_be_missing() -> None:
    with pytest.raises(OutputUnwritable, match="这个文件夹里不能新建文件"):
        write_whole(Path("/proc/台账.xlsx"), b"x")


def test_long_name_still_finds_room_beside_it(tmp_path: Path) -> None:
    name = "台" * 83 + ".xlsx"
    write_whole(tmp_path / name, b"x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_of_long_names_that_begin_alike_are_written_at_once(tmp_path: Path) -> None:
    name = "台" * 60
    with written_whole(tmp_path / name) as one, written_whole(tmp_path / f"{name}.核对.json") as other:
        one.write_bytes(b"one")
        other.write_bytes(b"other")
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {name: b"one", f"{name}.核对.json": b"other"}


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("市司法局_2024Q2.xlsx", "市司法局_2024Q2.xlsx"),
        ('甲/乙\\丙:丁*?"<>|.xlsx', "甲／乙＼丙：丁＊？＂＜＞｜.xlsx"),  # noqa: RUF001 - full width is the point
        ("CON.xlsx", "_CON.xlsx"),
        ("com1", "_com1"),
        ("Console.xlsx", "Console.xlsx"),
        ("末尾. .", "末尾"),
        ("换\n行\t.xlsx", "换行.xlsx"),
        ("", "_"),
        ("...", "_"),
    ],
)
def test_legal_name(name: str, legal: str) -> None:
    assert legal_name(name) == legal


@given(st.text(max_size=300))
def test_legal_name_is_legal_for_any_text(text: str) -> None:
    name = legal_name(text)
    assert name
    assert re.search(r'[\\/:*?"<>|\x00-\x1f]', name) is None
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= 210
    assert legal_name(name) == name


def test_legal_name_keeps_the_ending_of_a_long_name() -> None:
    name = legal_name("局" * 300 + ".xlsx")
    assert name == "局" * 65 + ".xlsx"
