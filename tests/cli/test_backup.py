"""planner backup, restore and migrate-to: what they print, and what they say when it can't be done."""

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from planner.store.copying import tables
from tests.cli.conftest import Planner
from tests.cli.test_refusals import refusal
from tests.databases import contents, named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "备份.db"


def test_backup_says_what_it_holds_in_one_line(confirmed: Planner, path: Path) -> None:
    answer = confirmed("backup", "-o", str(path))

    assert (answer.code, answer.err) == (0, "")
    assert re.fullmatch(
        rf"已备份到“{path}”：\d+ 行，操作记录校验码 [0-9a-f]{{64}}，文件校验码 [0-9a-f]{{64}}。\n", answer.out
    )


def test_backup_of_an_office_without_acts_says_so(planner: Planner, path: Path) -> None:
    assert "：0 行，还没有操作记录，文件校验码 " in planner("backup", "-o", str(path)).out


def test_backup_of_several_offices_names_them(confirmed: Planner, path: Path) -> None:
    confirmed("--office", "甲县", "unit", "add", "甲县司法局")
    told = "库里有 2 个机关的数据（default、甲县），已全部一并备份。"
    assert confirmed("backup", "-o", str(path)).out.splitlines()[1:] == [told]


def test_backup_restore_and_move_for_programs(confirmed: Planner, path: Path, tmp_path: Path) -> None:
    backup = confirmed("backup", "-o", str(path), "--json").json
    assert set(backup) == {"path", "file", "sha256", "size", "schema", "made", "by", "newest", "tables"}
    assert (backup["path"], backup["by"], list(backup["newest"])) == (str(path), "王敏", ["default"])
    assert [table["name"] for table in backup["tables"]] == [table.name for table in tables()]

    confirmed("unit", "add", "市档案馆")
    restored = confirmed("restore", str(path), "--replace", "--json").json
    assert set(restored) == {
        "file", "rows", "newest", "offices", "noted", "upgraded_from", "unchanged", "kept", "logs",
    }  # fmt: skip
    assert (restored["newest"], restored["logs"][0]["standing"], restored["logs"][0]["acts"]) == (
        backup["newest"],
        "behind",
        1,
    )

    moved = confirmed("migrate-to", f"sqlite:///{tmp_path / 'new.db'}", "--json").json
    assert set(moved) == {"source", "target", "offices", "newest", "tables"}
    assert (moved["tables"], moved["newest"]) == (backup["tables"], backup["newest"])


def test_restore_says_what_came_back_and_what_was_kept(confirmed: Planner, path: Path, one_url: str) -> None:
    confirmed("backup", "-o", str(path))
    before = contents(one_url)
    confirmed("unit", "add", "市档案馆")
    keep = path.with_name("旧.db")

    answer = confirmed("restore", str(path), "--replace", "--keep", str(keep))

    assert (answer.code, answer.err, contents(one_url)) == (0, "", before)
    assert re.fullmatch(
        rf"已用备份“{path}”恢复数据库“{re.escape(named(one_url))}”：\d+ 行，操作记录校验码 [0-9a-f]{{64}}。\n"
        rf"恢复前的数据另存在“{keep}”，其中有备份里没有的 1 条操作。\n",
        answer.out,
    )
    assert confirmed("restore", str(path)).out.endswith("完全一样，不用恢复，没有改动。\n")


def test_restore_without_replace_tells_the_loss(confirmed: Planner, path: Path, one_url: str) -> None:
    confirmed("backup", "-o", str(path))
    confirmed("unit", "add", "市档案馆", actor="李强")
    before = contents(one_url)

    sentence = refusal(confirmed("restore", str(path)))

    assert "恢复会丢掉备份以后的 1 条操作（最新一条由“李强”于" in sentence
    assert sentence.endswith("确实要换成备份，请加 --replace（现有的数据会先另存一份）。")
    assert contents(one_url) == before


def test_restore_without_the_note_warns(confirmed: Planner, path: Path, tmp_path: Path) -> None:
    confirmed("backup", "-o", str(path))
    path.with_name("备份.db.核对.json").unlink()

    answer = confirmed("restore", str(path), database=f"sqlite:///{tmp_path / 'new.db'}")

    assert answer.code == 0
    assert answer.err == f"“{path}”旁边没有“.核对.json”，只检查了它没有损坏，无法确认备份以后有没有被改过。\n"


def test_move_prints_each_table_and_what_to_do_next(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("migrate-to", f"sqlite:///{tmp_path / 'new.db'}")

    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0].split() == ["表", "行数", "校验码（两边相同）"]
    assert [line.split()[0] for line in lines[1:-2]] == [table.name for table in tables()]
    assert re.search(rf"：{len(tables())} 张表 \d+ 行，逐表核对一致，操作记录校验码 [0-9a-f]{{64}}。$", lines[-2])
    assert lines[-1].endswith("没有动，请不要再用它；以后用 --database 或 PLANNER_DATABASE_URL 指明新地址。")
    assert confirmed("status", "--json", database=f"sqlite:///{tmp_path / 'new.db'}").code == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql", "看不懂数据库地址“mysql”，请写成 sqlite:///文件名.db 或 postgresql+psycopg://用户@主机/库名。"),
        ("foo://someone:geheim@host/x", "看不懂数据库地址“foo://someone:***@host/x”，请写成 "),
        (
            "postgresql+psycopg://someone:geheim@127.0.0.1:1/x?connect_timeout=2",
            "打不开数据库“postgresql+psycopg://someone:***@127.0.0.1:1/x",
        ),
        ("sqlite:////没有的/新.db", "写不了“/没有的/新.db”（所在的文件夹不存在），"),
    ],
)
def test_address_that_cannot_be_moved_to_is_told_without_its_password(
    url: str, sentence: str, confirmed: Planner
) -> None:
    told = refusal(confirmed("migrate-to", url))

    assert told.startswith(sentence)
    assert "geheim" not in told


def test_missing_database_is_not_backed_up(planner: Planner, path: Path, tmp_path: Path) -> None:
    told = refusal(planner("backup", "-o", str(path), database=f"sqlite:///{tmp_path / '没有.db'}"))

    assert told.endswith("还不存在，请先运行 planner init，或用 --database 指明位置。")
    assert not path.exists()


def test_disk_that_is_full_is_told_and_nothing_is_left(confirmed: Planner, path: Path, one_url: str) -> None:
    """As far as a limit on the size of files can play it."""

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    assert confirmed("status").code == 0
    before = sorted(each.name for each in path.parent.iterdir())
    words = ("--database", one_url, "--actor", "王敏", "backup", "-o", str(path))
    run = subprocess.run(
        [sys.executable, "-m", "planner", *words], capture_output=True, text=True, check=False, preexec_fn=small_files
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert re.fullmatch(rf"写不了“{path}”（(磁盘空间不足|磁盘读写出错)），.*。\n", run.stderr)
    assert sorted(each.name for each in path.parent.iterdir() if not each.name.endswith(("-wal", "-shm"))) == before
