"""planner audit verify and export: what is printed, what programs read, and the exit codes."""

import json
from pathlib import Path
from zipfile import ZipFile

from tests.cli.conftest import Planner
from tests.databases import change

WHOLE = "每一条的内容和前后顺序都对得上。只核对了操作记录，任务、填报等别的表不在内。"
NONE_GIVEN = f"{WHOLE}\n要看末尾有没有被截去、整份有没有被重写，请用 --anchor 给出以前印的校验码。"


def newest(planner: Planner) -> str:
    """The newest hash of the log."""
    found = planner("audit", "verify", "--json").json["newest"]
    assert len(found) == 64
    return str(found)


def test_log_as_written_is_told_whole_with_its_newest_hash(confirmed: Planner) -> None:
    code = newest(confirmed)
    answer = confirmed("audit", "verify")
    assert (answer.code, answer.out, answer.err) == (0, f"操作记录共 8 条，最新校验码 {code}。\n{NONE_GIVEN}\n", "")
    assert confirmed("audit", "verify", "--json").json == {"rows": 8, "newest": code, "faults": []}


def test_empty_log_is_whole(planner: Planner) -> None:
    answer = planner("audit", "verify")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "操作记录共 0 条，最新校验码 （还没有记录）。")


def test_each_fault_is_told_by_row_day_actor_act_and_target(confirmed: Planner, one_url: str) -> None:
    change(
        one_url,
        "update audit_event set actor = '李强\x1b[2J' where id = 2",
        "delete from audit_event where id = 5",
    )
    answer = confirmed("audit", "verify")
    assert (answer.code, answer.err) == (1, "")
    assert answer.out.splitlines()[:2] == [
        "  1. 序号2（2024-03-11，李强�[2J，添加单位，市财政局）：内容和校验码对不上，这一条被改动过。",
        "  2. 序号5的记录被删去：序号6接的不是序号4（如果当中的序号本来就没有用过，那就是序号4被改写，校验码也重算过）。",
    ]
    assert answer.out.splitlines()[-1] == "发现 2 处问题。"


def test_faults_have_the_published_keys(confirmed: Planner, one_url: str) -> None:
    change(one_url, "update audit_event set reason = '改' where id = 2")
    answer = confirmed("audit", "verify", "--json")
    assert answer.code == 1
    assert answer.json["faults"] == [
        {
            "kind": "changed",
            "first": 2,
            "last": 2,
            "on": "2024-03-11",
            "actor": "王敏",
            "verb": "unit:add",
            "target": "市财政局",
            "message": "内容和校验码对不上，这一条被改动过。",
        }
    ]


def test_anchor_of_a_ledgers_cover_is_found_with_what_was_done_since(confirmed: Planner, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.xlsx"
    answer = confirmed("ledger", "export", "2024Q1", "-o", str(ledger), "--as-of", "2024-04-20", "--json")
    cover = answer.json["audit_hash"]
    confirmed("unit", "add", "市档案馆", "--as-of", "2024-05-06")
    answer = confirmed("audit", "verify", "--anchor", cover[:16])
    assert answer.code == 0
    assert answer.out.splitlines()[1:] == [
        "给出的校验码是序号8（2024-03-12，王敏，确认计划，2024）的，其后又有 1 条。",
        WHOLE,
    ]
    found = confirmed("audit", "verify", "--anchor", cover, "--json").json["anchor"]
    assert found == {"id": 8, "on": "2024-03-12", "hash": cover, "since": 1}


def test_anchor_that_the_log_lacks_is_a_finding(confirmed: Planner, one_url: str) -> None:
    anchor = newest(confirmed)
    change(one_url, "delete from audit_event where id = 8")
    answer = confirmed("audit", "verify", "--anchor", anchor)
    assert answer.code == 1
    assert answer.out.splitlines()[1] == (
        "给出的校验码不在操作记录里：那以后记录被截短、重写过，或者恢复过更早的备份，或者它不是这个数据库的。"
    )
    answer = confirmed("audit", "verify", "--anchor", anchor, "--json")
    assert (answer.code, answer.json["anchor"], answer.json["faults"]) == (1, None, [])


def test_anchor_that_is_none_is_refused(confirmed: Planner) -> None:
    answer = confirmed("audit", "verify", "--anchor", "3f9a")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("“3f9a”不是操作记录校验码")


def test_export_says_what_was_written_and_the_newest_hash(confirmed: Planner, tmp_path: Path) -> None:
    path = tmp_path / "操作记录.zip"
    answer = confirmed("audit", "export", "-o", str(path))
    code = newest(confirmed)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"已写 {path}：操作记录 8 条，最新校验码 {code}。\n"
    with ZipFile(path) as archive:
        last = json.loads(archive.read("操作记录.jsonl").splitlines()[-1])
    assert (last["id"], last["hash"], last["form"]["verb"]) == (8, code, "plan:confirm")


def test_export_up_to_a_day_has_the_published_keys(confirmed: Planner, tmp_path: Path) -> None:
    path = tmp_path / "操作记录.zip"
    answer = confirmed("audit", "export", "-o", str(path), "--as-of", "2024-03-11", "--json")
    assert set(answer.json) == {"as_of", "file", "rows", "newest", "faults"}
    assert (answer.json["as_of"], answer.json["file"], answer.json["rows"]) == ("2024-03-11", str(path), 7)


def test_export_of_a_faulty_log_is_written_and_warned_of(confirmed: Planner, one_url: str, tmp_path: Path) -> None:
    change(one_url, "update audit_event set reason = '改' where id = 2")
    path = tmp_path / "操作记录.zip"
    answer = confirmed("audit", "export", "-o", str(path))
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "序号2（2024-03-11，王敏，添加单位，市财政局）：内容和校验码对不上，这一条被改动过。",
        "操作记录有 1 处问题，已照原样导出，并写在说明里。",
    ]
    assert path.exists()


def test_export_takes_no_other_files_place_unless_told(confirmed: Planner, tmp_path: Path) -> None:
    path = tmp_path / "操作记录.zip"
    path.write_bytes(b"an earlier export")
    answer = confirmed("audit", "export", "-o", str(path))
    assert (answer.code, answer.out, path.read_bytes()) == (1, "", b"an earlier export")
    assert answer.err == f"“{path}”已经有了，没有覆盖；请换一个文件名，或加 --replace 换下它。\n"
    assert confirmed("audit", "export", "-o", str(path), "--replace").code == 0
    assert ZipFile(path).namelist()[-1] == "核对.py"


def test_export_under_another_ending_is_refused(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("audit", "export", "-o", str(tmp_path / "操作记录.xlsx"))
    assert (answer.code, answer.out, list(tmp_path.glob("*.xlsx"))) == (1, "", [])
    assert "请以 .zip 结尾" in answer.err
