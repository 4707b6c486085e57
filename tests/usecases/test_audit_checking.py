"""The audit log verified and exported, on both databases, as it stands in the tables."""

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from planner import errors
from planner.domain.audit_faults import Named
from planner.domain.audit_words import VERBS
from planner.output import audit_check
from planner.usecases.audit import list_events, newest_hash
from planner.usecases.audit_checking import export_log, verify_log
from planner.usecases.units import add_unit
from tests.audit_chain import kept_and_rebuilt
from tests.drills.tamper import run
from tests.drills.tampering import Row, read_rows, write_rows
from tests.drills.year_of_acts import log_year
from tests.world import World

DAYS = ("2024-05-06", "2024-07-01", "2024-06-03", "2024-07-02")


def offices(world: World) -> tuple[World, World]:
    """Two offices whose rows stand one between the other's: four days of acts each, not in the order of the days."""
    other = world.office("second")
    for number, day in enumerate(DAYS):
        world.do(add_unit, day, f"市第{number}局")
        other.do(add_unit, day, f"县第{number}局")
    return world, other


def change(world: World, statement: str) -> None:
    """Write into the log behind the program's back."""
    with world.app.engine.begin() as connection:
        connection.execute(text(statement))


def told(world: World) -> list[tuple[str, int, int]]:
    """What a walk over the office's log finds."""
    return [(fault.kind.value, fault.first, fault.last) for fault in world.ask(verify_log, None).faults]


def checker(archive: bytes, folder: Path, *words: str) -> tuple[int, list[str]]:
    """What the exported program says of the exported file, run by a bare Python in their folder; its exit code."""
    ZipFile(BytesIO(archive)).extractall(folder)
    command = [sys.executable, "-I", "-S", str(folder / "核对.py"), *words]
    done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONUTF8": "1"}, cwd="/")
    return done.returncode, (done.stdout + done.stderr).decode().splitlines()


# ---- verifying ----


def test_log_of_which_not_a_row_is_left_is_a_finding(world: World, tmp_path: Path) -> None:
    ours, other = offices(world)
    change(world, "DELETE FROM audit_event WHERE office = 'second'")
    assert (told(ours), told(other)) == ([], [("emptied", 0, 0)])
    exported = other.ask(export_log, None, tmp_path / "记录.zip").found
    assert [fault.message for fault in exported.faults] == [
        "库里有单位、计划或用户，操作记录却一条也没有：整份被删去了。"
    ]
    assert told(world.office("third")) == []


def test_log_of_each_office_holds_though_others_write_between(world: World) -> None:
    for office in offices(world):
        found = office.ask(verify_log, "2024-05-06")  # the whole log, whatever the day
        kept, _ = kept_and_rebuilt(world.app.engine, office.app.settings.office)
        assert (found.rows, found.newest, found.faults) == (4, kept[-1], ())
    empty = world.office("third").ask(verify_log, None)
    assert (empty.rows, empty.newest, empty.faults) == (0, "", ())


def test_tampering_is_found_in_its_own_office_only_and_named_by_who_what_and_when(world: World) -> None:
    own, other = offices(world)
    change(world, "update audit_event set actor = '李强' where id = 3")
    (fault,) = own.ask(verify_log, None).faults
    assert (fault.kind.value, fault.row) == ("changed", Named(3, "2024-07-01", "李强", "unit:add", "市第1局"))
    assert told(other) == []


def test_row_put_under_another_office_is_missed_in_one_and_found_in_the_other(world: World) -> None:
    own, other = offices(world)
    change(world, "update audit_event set office = 'second' where id = 3")
    assert told(own) == [("dropped", 2, 4)]
    assert ("inserted", 3, 3) in told(other)


def test_tampered_log_of_a_year_has_each_row_named_and_no_other(world: World) -> None:
    """The drill's short form: `python -m tests.drills tamper`."""
    done, found = run(world.app, 400, 44, seed=7)
    assert len(done.expected) >= 38
    assert found == sorted((each for _, each in done.expected), key=lambda each: each.id)


def test_values_that_no_column_should_hold_are_a_change_like_any_other(sqlite_world: World, tmp_path: Path) -> None:
    """SQLite takes anything: no text, no day, nothing at all."""
    own, _ = offices(sqlite_world)
    change(sqlite_world, "update audit_event set hash = x'ff' where id = 5")
    assert told(own) == [("hash", 5, 5)]
    for column, value in (("actor", "x'ff00fe'"), ("on", "'昨天'"), ("recorded", "7"), ("after", "x'80'")):
        change(sqlite_world, f'update audit_event set "{column}" = {value} where id = 3')  # noqa: S608 - our own words
        assert told(own) == [("changed", 3, 3), ("hash", 5, 5)]
    with ZipFile(BytesIO(exported(own, tmp_path))) as archive:  # and an export stands all the same
        assert len(archive.read("操作记录.jsonl").splitlines()) == 4


def test_postgresql_days_that_python_does_not_know_are_a_change(postgres_world: World) -> None:
    own, _ = offices(postgres_world)
    for column, value in (("on", "infinity"), ("on", "0044-03-15 BC"), ("recorded", "-infinity")):
        change(postgres_world, f"update audit_event set \"{column}\" = '{value}' where id = 3")  # noqa: S608 - as above
        assert told(own) == [("changed", 3, 3)]


def test_postgresql_that_writes_days_and_moments_its_own_way_holds_all_the_same(postgres_world: World) -> None:
    offices(postgres_world)
    with postgres_world.app.reading() as session:
        session.execute(text("SET LOCAL DateStyle = 'German'"))
        session.execute(text("SET LOCAL TimeZone = 'Asia/Shanghai'"))
        assert verify_log(session, postgres_world.app.as_of(session, None)).faults == ()


def test_log_cut_short_or_built_anew_is_told_by_an_anchor_only(world: World) -> None:
    own, _ = offices(world)
    anchor = own.ask(newest_hash, None)
    found = own.ask(verify_log, None, anchor=f" {anchor[:16].upper()} ").anchored
    assert [(each.row.id, each.hash, each.since) for each in found] == [(7, anchor, 0)]
    own.do(add_unit, None, "市档案馆")
    assert own.ask(verify_log, None, anchor=anchor).anchored[0].since == 1
    change(world, "delete from audit_event where id > 6 and office = 'default'")
    cut = own.ask(verify_log, None, anchor=anchor)
    assert (cut.rows, cut.faults, cut.anchored) == (3, (), ())


@pytest.mark.parametrize("anchor", ["", "3f9a", "z" * 16, "a" * 65, "校验码"])
def test_anchor_that_is_none_is_refused(anchor: str, one_world: World) -> None:
    with one_world.refused(errors.AnchorUnreadable, "至少写前 16 位"):
        one_world.ask(verify_log, None, anchor=anchor)


def test_anchor_that_means_two_rows_is_refused(one_world: World) -> None:
    own, _ = offices(one_world)
    for number, ending in ((1, "0"), (3, "1")):
        change(one_world, f"update audit_event set hash = '{'a' * 63}{ending}' where id = {number}")  # noqa: S608
    with one_world.refused(errors.AnchorUnclear, "有 2 个校验码以"):
        own.ask(verify_log, None, anchor="a" * 16)


# ---- exporting ----


def exported(world: World, folder: Path, as_of: str | None = None) -> bytes:
    """The archive of the office's log."""
    path = folder / "操作记录.zip"
    world.ask(export_log, as_of, path, replace=True)
    return path.read_bytes()


def test_export_holds_a_workbook_a_file_to_check_a_program_and_what_they_are(world: World, tmp_path: Path) -> None:
    world.confirmed()
    with ZipFile(BytesIO(exported(world, tmp_path))) as archive:
        assert archive.namelist() == ["操作记录.jsonl", "操作记录.xlsx", "说明.txt", "核对.py"]
        lines = archive.read("操作记录.jsonl").decode().splitlines()
        guide = archive.read("说明.txt").decode("utf-8-sig")
        sheet = load_workbook(BytesIO(archive.read("操作记录.xlsx")))["操作记录"]
    events = world.ask(list_events, None)
    kept, _ = kept_and_rebuilt(world.app.engine)
    rows = [json.loads(line) for line in lines]
    assert [(row["id"], row["hash"]) for row in rows] == [(e.id, h) for e, h in zip(events, kept, strict=True)]
    assert [row["form"]["target"] for row in rows] == [event.target for event in events]
    assert [row["form"]["previous"] for row in rows] == ["", *kept[:-1]]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert cells[0] == [
        "序号",
        "记录时间（北京时间）",
        "计入",
        "谁",
        "操作",
        "对象",
        "原来",
        "现在",
        "理由",
        "校验码",
        "核对",
    ]
    assert cells[-1] == [
        events[-1].id,
        "2026-03-02 17:00:00",
        dt.datetime(2024, 3, 11),  # noqa: DTZ001 - as a cell gives it
        "王敏",
        "确认计划",
        "2024",
        "草案",
        "已确认",
        None,
        kept[-1],
        None,
    ]
    assert len(cells) == len(events) + 1
    for place in (guide, sheet["A2"].value):
        assert kept[-1] in place
        assert "没有发现问题" in place


def test_export_goes_up_to_the_act_whose_hash_a_ledger_of_that_day_carries(world: World, tmp_path: Path) -> None:
    own, _ = offices(world)
    for day, rows in (("2024-05-01", 0), ("2024-05-06", 1), ("2024-06-30", 3), ("2024-07-01", 3), ("2024-07-02", 4)):
        found = own.ask(export_log, day, tmp_path / "x.zip", replace=True).found
        assert (found.rows, found.newest, found.faults) == (rows, own.ask(newest_hash, day), ())


def test_same_log_and_day_give_the_same_lines_and_words(one_world: World, tmp_path: Path) -> None:
    own, _ = offices(one_world)
    first, second = (ZipFile(BytesIO(exported(own, tmp_path))) for _ in range(2))
    for name in ("操作记录.jsonl", "说明.txt", "核对.py"):
        assert first.read(name) == second.read(name)
        assert first.getinfo(name).date_time == second.getinfo(name).date_time


def test_texts_that_a_spreadsheet_would_compute_come_out_as_text(one_world: World, tmp_path: Path) -> None:
    formulas = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","点")')
    for number, formula in enumerate(formulas):
        one_world.actor(formula).do(add_unit, None, f"{formula}市第{number}局")
    with ZipFile(BytesIO(exported(one_world, tmp_path))) as archive:
        sheet = load_workbook(BytesIO(archive.read("操作记录.xlsx")))["操作记录"]
    cells = [sheet.cell(row, column) for row in range(4, 4 + len(formulas)) for column in (4, 6)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [cell.value for cell in cells[::2]] == list(formulas)


def test_export_of_a_faulty_log_is_as_it_stands_with_what_is_wrong(one_world: World, tmp_path: Path) -> None:
    own, _ = offices(one_world)
    change(one_world, "update audit_event set target = '市某局' where id = 3")
    change(one_world, "update audit_event set after = '{\"a\": ' where id = 5")
    archive = ZipFile(BytesIO(exported(own, tmp_path)))
    sheet = load_workbook(BytesIO(archive.read("操作记录.xlsx")))["操作记录"]
    assert [sheet.cell(row, 11).value for row in range(4, 8)] == [
        None,
        "内容和校验码对不上，这一条被改动过。",
        "内容和校验码对不上，这一条被改动过。",
        None,
    ]
    assert sheet["H6"].value == "（内容已经读不出）"
    assert "序号3（2024-07-01，王敏，添加单位，市某局）：内容和校验码对不上" in archive.read("说明.txt").decode()
    code, lines = checker(exported(own, tmp_path), tmp_path / "x")
    assert (code, lines[:2]) == (
        1,
        [
            "序号3（2024-07-01，王敏，添加单位 unit:add，市某局）：内容和校验码对不上，这一条被改动过。",
            "序号5（，，，）：内容和校验码对不上，这一条被改动过。",
        ],
    )


@pytest.mark.parametrize("name", ["操作记录.xlsx", "操作记录", "操作记录.txt"])
def test_export_under_another_ending_is_refused(name: str, one_world: World, tmp_path: Path) -> None:
    with one_world.refused(errors.ReportFormatUnknown, "请以 .zip 结尾"):
        one_world.ask(export_log, None, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


# ---- the program for the auditor ----


def test_checker_finds_nothing_in_an_export_as_written(world: World, tmp_path: Path) -> None:
    log_year(world.app, 60, 1)
    kept, _ = kept_and_rebuilt(world.app.engine)
    archive = exported(world, tmp_path)
    assert checker(archive, tmp_path / "x", "--anchor", kept[9][:16]) == (
        0,
        [
            f"共 60 条，最新校验码 {kept[-1]}。",
            "给出的校验码是序号10的，其后又有 50 条。",
            "每一条的内容、校验码和前后顺序都对得上。",
        ],
    )
    code, lines = checker(archive, tmp_path / "x", "--anchor", "ab" * 32)
    assert (code, lines[1:]) == (
        1,
        [
            f"给出的校验码：{audit_check.NOT_FOUND}",
            "发现 1 处问题。",
        ],
    )


def test_checker_names_the_rows_of_a_tampered_export(one_world: World, tmp_path: Path) -> None:
    """Each tampering by itself, in the file that the auditor has."""
    log_year(one_world.app, 20, 1)
    archive = exported(one_world, tmp_path)
    folder = tmp_path / "x"
    checker(archive, folder)
    path = folder / "操作记录.jsonl"
    whole = path.read_bytes().splitlines(keepends=True)
    cases = {
        "content": ([*whole[:9], whole[9].replace(b"2024", b"2023", 1), *whole[10:]], ["序号10"]),
        "hash": ([*whole[:9], whole[9].replace(b'"hash":"', b'"hash":"0', 1), *whole[10:]], ["序号10", "序号11"]),
        "dropped": ([*whole[:9], *whole[10:]], ["序号11"]),
        "first dropped": (whole[1:], ["序号2"]),
        "swapped": ([*whole[:8], whole[9], whole[8], *whole[10:]], ["序号10", "序号9", "序号9", "序号11"]),
        "doubled": ([*whole[:9], whole[8], *whole[9:]], ["序号9", "序号9"]),
        "no line": ([*whole[:9], b"{}\n", *whole[10:]], ["第10行", "序号11"]),
        "cut": ([*whole[:-1], whole[-1][:50]], ["第20行"]),
    }
    for name, (lines, places) in cases.items():
        path.write_bytes(b"".join(lines))
        command = [sys.executable, "-I", "-S", str(folder / "核对.py")]
        done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONUTF8": "1"})
        printed = done.stdout.decode().splitlines()
        assert (name, done.returncode, done.stderr) == (name, 1, b"")
        assert (name, [line.partition("（")[0].partition("：")[0] for line in printed[:-3]]) == (name, places)
        assert printed[-1] == f"发现 {len(places)} 处问题。"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("无.jsonl",), "找不到“无.jsonl”，请把它和本程序放在一起，或写明文件名。"),
        (("--anchor", "ab"), "--anchor 后面要写校验码，至少写前 16 位（0—9、a—f）。"),
        (("--anchor",), "--anchor 后面要写校验码，至少写前 16 位（0—9、a—f）。"),
        (("--all",), "核对导出的操作记录：只要有 Python 3.7 以上，不用装别的。"),
        (
            ("操作记录.xlsx",),
            "“操作记录.xlsx”不是供核对的原样记录，请给 操作记录.jsonl（导出的 zip 解压以后，和本程序在一起）。",
        ),
    ],
)
def test_checker_says_why_it_can_check_nothing(
    words: tuple[str, ...], sentence: str, one_world: World, tmp_path: Path
) -> None:
    code, lines = checker(exported(one_world, tmp_path), tmp_path / "x", *words)
    assert (code, lines[0]) == (2, sentence)


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_checker_asked_for_help_gives_it_and_ends_well(word: str, one_world: World, tmp_path: Path) -> None:
    code, lines = checker(exported(one_world, tmp_path), tmp_path / "x", word)
    assert (code, lines[0]) == (0, "核对导出的操作记录：只要有 Python 3.7 以上，不用装别的。")


def test_checker_takes_an_anchor_as_the_program_does(one_world: World, tmp_path: Path) -> None:
    """In capitals, with blanks, as one word or two."""
    own, _ = offices(one_world)
    printed = own.ask(newest_hash, None)[:16].upper()
    for words in (("--anchor", f" {printed[:8]} {printed[8:]} "), (f"--anchor={printed}",)):
        code, lines = checker(exported(own, tmp_path), tmp_path / "x", *words)
        assert (code, lines[1]) == (0, "给出的校验码是序号7的，其后又有 0 条。")


def test_checker_knows_the_chinese_of_every_act() -> None:
    assert audit_check.VERBS == VERBS


def test_checker_is_word_for_word_that_of_the_source(one_world: World, tmp_path: Path) -> None:
    source = Path(audit_check.__file__).read_bytes()
    assert ZipFile(BytesIO(exported(one_world, tmp_path))).read("核对.py") == source
    assert b"\r" not in source


def test_lines_that_the_guide_gives_recompute_the_chain(one_world: World, tmp_path: Path) -> None:
    log_year(one_world.app, 12, 1)
    archive = ZipFile(BytesIO(exported(one_world, tmp_path)))
    archive.extractall(tmp_path)
    guide = archive.read("说明.txt").decode("utf-8-sig").splitlines()
    program = "\n".join(line[4:] for line in guide if line.startswith("    "))
    path = tmp_path / "操作记录.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for kept, wrong in ((lines, ()), ([*lines[:4], lines[4].replace(b"2024", b"2023", 1), *lines[5:]], (5,))):
        path.write_bytes(b"".join(kept))
        done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True, cwd=tmp_path)
        assert done.stdout.decode().splitlines() == [f"{number} {number not in wrong}" for number in range(1, 13)]
    path.write_bytes(b"".join([*lines[:4], *lines[5:]]))
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True, cwd=tmp_path)
    assert done.stdout.decode().splitlines()[4] == "6 False"


def test_checker_and_program_agree_on_what_is_whole(one_world: World, tmp_path: Path) -> None:
    """Whatever is done to a row, both see that something was."""
    log_year(one_world.app, 30, 3)
    rows = read_rows(one_world.app.engine)
    spoilt: list[list[Row]] = [
        rows,
        [*rows[:9], *rows[10:]],
        [*rows[:9], replace(rows[9], reason="改"), *rows[10:]],
        [*rows[:9], replace(rows[9], previous="0" * 64), *rows[10:]],
        [replace(rows[1], id=1), replace(rows[0], id=2), *rows[2:]],
        rows[:-5],
    ]
    for number, each in enumerate(spoilt):
        write_rows(one_world.app.engine, each)
        code, _ = checker(exported(one_world, tmp_path), tmp_path / str(number))
        assert code == (1 if one_world.ask(verify_log, None).faults else 0) == (0 if number in (0, 5) else 1)
