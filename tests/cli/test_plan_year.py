"""A quarter is closed, and a year goes on into the next, as the coordinator does it."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import After, Planner
from tests.usecases.test_rollover import NEXT_PLAN

Q2 = "2024Q2"
PENDING = (
    "填报期 2024Q3 还有 1 份填报没有审核（市司法局1份），请先用 progress list --pending --period 2024Q3 查看，"
    "用 progress accept 或 progress return 审核，再关账。"
)


@pytest.fixture
def reported(after: After) -> Planner:
    """The confirmed plan with an accepted entry of the second quarter."""
    log = ("progress", "log", "2024-02", "--unit", "市政府办公室", "--period", Q2, "--status", "已完成")
    logged = (*log, "--text", "改进了会议组织。", "--as-of", "2024-07-03")
    return after(logged, ("progress", "accept", "--all", "--as-of", "2024-07-05"))


def shown(planner: Planner, folder: Path, *day: str) -> list[Any]:
    """What the ledger and the status page of the quarter show: records, cells, text."""
    ledger, page = folder / "台账.xlsx", folder / "状态.md"
    answers = [
        planner("ledger", "export", Q2, "-o", str(ledger), *day, "--json").json,
        planner("report", "status", "--period", Q2, "-o", str(page), *day, "--json").json,
        planner("ledger", "export", Q2, "-o", str(ledger), *day).out,
        planner("report", "status", "--period", Q2, "-o", str(page), *day).out,
    ]
    cells = [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(ledger).worksheets]
    return [*answers, cells, page.read_text(encoding="utf-8")]


def test_closing_a_quarter_says_what_is_kept(reported: Planner) -> None:
    answer = reported("plan", "close-period", Q2, "--as-of", "2024-07-20")
    closed = reported("plan", "show", "2024", "--json").json["closed_periods"]
    assert answer.code == 0
    assert answer.out.splitlines() == [
        f"2024Q2 已于 2024-07-20 关账：4 项任务，应报 7、已报 1。校验码 {closed[0]['sha256'][:16]}…",
        "3 个单位这一期一项也没有报送：市司法局、市财政局、市公安局。",
        "此后 ledger export 2024Q2 和 report status --period 2024Q2 都是关账时的内容。",
    ]
    assert [(each["period"], each["since"], each["number"]) for each in closed] == [(Q2, "2024-07-20", 1)]
    assert "已关账 2024Q2（2024-07-20 起）\n" in reported("plan", "show", "2024").out


def test_closing_tells_what_is_left_open(reported: Planner) -> None:
    for to in ("2025-01-31", "2025-02-28"):
        ask = ("--ask", "2024-02", "--unit", "市政府办公室", "--to", to, "--reason", "会议延后")
        assert reported("progress", "extensions", *ask, "--as-of", "2024-07-08").code == 0
    out = reported("plan", "close-period", Q2, "--as-of", "2024-07-20").out.splitlines()
    assert out[2] == "还有 2 件延期申请没有批复（申请 1、2），用 progress extensions 查看。"


def test_ledger_of_a_day_before_the_closing_says_so(reported: Planner, tmp_path: Path) -> None:
    export = ("ledger", "export", Q2, "-o", str(tmp_path / "台账.xlsx"), "--as-of")
    assert reported(*export, "2024-07-19").err == ""
    reported("plan", "close-period", Q2, "--as-of", "2024-07-20")
    told = "2024Q2 后来于 {} 关账；这是 {} 当天的情况，不是关账时的那一份（不写 --as-of 就是）。\n"
    before = reported(*export, "2024-07-19")
    assert (before.code, before.err) == (0, told.format("2024-07-20", "2024-07-19"))
    assert reported(*export, "2024-07-20").err == ""
    reported("plan", "reopen-period", Q2, "--reason", "更正", "--as-of", "2024-08-01")
    assert [reported(*export, day).err for day in ("2024-07-19", "2024-08-01")] == ["", ""]
    reported("plan", "close-period", Q2, "--as-of", "2024-08-05")
    assert [reported(*export, day).err for day in ("2024-07-25", "2024-08-01")] == [
        "",
        told.format("2024-08-05", "2024-08-01"),
    ]


def test_closed_quarter_prints_the_same_whatever_comes_later(reported: Planner, tmp_path: Path) -> None:
    assert reported("plan", "close-period", Q2, "--as-of", "2024-07-20").code == 0
    before = shown(reported, tmp_path, "--as-of", "2024-07-20")
    reported("unit", "rename", "市政府办公室", "市府办", "--as-of", "2024-08-01")
    reported("task", "pause", "2024-03", "--basis", "机构改革", "--as-of", "2024-08-01")
    reported("task", "extend", "2024-01", "--to", "2025-03-31", "--reason", "系统改造", "--as-of", "2024-08-01")
    assert shown(reported, tmp_path) == before
    assert (before[0]["closed_on"], before[1]["closed_on"], before[1]["judged_on"]) == (
        "2024-07-20",
        "2024-07-20",
        "2024-06-30",
    )
    assert before[2].endswith("台账.xlsx：2024年第二季度（已于 2024-07-20 关账），4 项任务，应报 7、已报 1。\n")
    assert before[3].endswith("截至 2024-07-20，2024Q2 已于 2024-07-20 关账。\n")
    assert "填报期为2024年第二季度（2024Q2），亮灯按2024年6月30日判定，已于2024年7月20日关账。" in before[5]


def test_page_of_an_open_quarter_is_judged_on_its_last_day(reported: Planner, tmp_path: Path) -> None:
    page = tmp_path / "状态.md"
    written = reported("report", "status", "--period", Q2, "-o", str(page), "--json").json
    assert (written["period"], written["judged_on"], written["closed_on"]) == (Q2, "2024-06-30", None)
    text = page.read_text(encoding="utf-8")
    assert "亮灯按2024年6月30日判定。" in text
    assert "关账" not in text


def test_closing_and_opening_answer_programs_too(reported: Planner) -> None:
    closed = reported("plan", "close-period", Q2, "--as-of", "2024-07-20", "--json").json
    opened = reported("plan", "reopen-period", Q2, "--reason", "更正", "--as-of", "2024-08-01", "--json").json
    assert {key: value for key, value in closed.items() if key != "sha256"} == {
        "plan": "2024",
        "period": Q2,
        "closed_on": "2024-07-20",
        "number": 1,
        "tasks": 4,
        "asked": 7,
        "reported": 1,
        "silent": ["市司法局", "市财政局", "市公安局"],
        "open_requests": [],
    }
    assert opened == {
        "plan": "2024",
        "period": Q2,
        "opened_on": "2024-08-01",
        "number": 2,
        "closed_since": "2024-07-20",
    }
    again = reported("plan", "reopen-period", Q2, "--reason", "更正", "--as-of", "2024-08-01")
    assert (again.code, again.err) == (
        1,
        "填报期 2024Q2 没有关账（2024-08-01 王敏 重新打开），不必重新打开，没有改动。\n",
    )


def test_audit_log_names_closing_and_opening_in_chinese(reported: Planner) -> None:
    reported("plan", "close-period", Q2, "--as-of", "2024-07-20")
    reported("plan", "reopen-period", Q2, "--reason", "财政局更正", "--as-of", "2024-08-01")
    closing, opening = reported("audit", "log", "--last", "2").out.splitlines()[1:]
    assert closing.split()[5:7] == ["关账", "2024"]
    assert opening.split()[5:7] == ["重新打开", "2024"]
    assert opening.endswith("财政局更正")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("plan", "close-period", "2024Q2", "--as-of", "2024-06-30"),
            "填报期 2024Q2 到 2024-06-30 才结束，结束以后才能关账。",
        ),
        (
            ("plan", "close-period", "2024Q3", "--as-of", "2024-10-12"),
            PENDING,
        ),
        (
            ("plan", "close-period", "2024Q2", "--as-of", "2024-07-21"),
            "填报期 2024Q2 已于 2024-07-20 由“王敏”关账，不必再关，没有改动。",
        ),
        (
            ("plan", "close-period", "2025Q2", "--plan", "2024"),
            "填报期 2025Q2 不在计划“2024”的年度（2024年）之内。",
        ),
        (("plan", "reopen-period", "2024Q2"), "重新打开填报期要写明理由，请用 --reason 说明。"),
        (
            ("progress", "log", "2024-02", "--unit", "市政府办公室", "--period", "2024Q2", "--text", "补报。"),
            "填报期 2024Q2 已于 2024-07-20 关账，如要更正，请先用 plan reopen-period 2024Q2 --reason … 重新打开。",
        ),
        (
            ("plan", "rollover", "2024", "2025"),
            "没有代号为“2025”的计划可以结转进去，请先用 plan import 导入那一年的要点，再结转。",
        ),
        (
            ("plan", "rollover", "2024", "2024"),
            "只能结转到以后年度的计划：“2024”是2024年的，“2024”是2024年的，请核对两个代号的先后。",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_closed_or_carried_over_is_told(
    words: tuple[str, ...], sentence: str, reported: Planner
) -> None:
    pending = ("--unit", "市司法局", "--period", "2024Q3", "--text", "开展了评查。", "--as-of", "2024-10-08")
    assert reported("plan", "close-period", Q2, "--as-of", "2024-07-20").code == 0
    assert reported("progress", "log", "2024-03", *pending).code == 0
    answer = reported(*words)
    assert (answer.code, answer.out, answer.err) == (1, "", f"{sentence}\n")


# ---- next year ----


@pytest.fixture
def next_year(reported: Planner, tmp_path: Path) -> Planner:
    """A year that left three of four tasks, and the next year's plan as a draft."""
    path = tmp_path / "新要点.txt"
    path.write_text(NEXT_PLAN, encoding="utf-8")
    assert reported("plan", "import", str(path), "--as-of", "2025-02-05").code == 0
    return reported


def test_a_year_goes_on_into_the_next(next_year: Planner, tmp_path: Path) -> None:
    on = ("--as-of", "2025-02-10")
    listed = next_year("plan", "rollover", "2024", "2025", "--list", *on)
    assert listed.out.splitlines()[-1] == "未完成的 3 项，可结转 2 项；去掉 --list 就结转到计划“2025”。"
    assert next_year("task", "show", "2025-03", *on).code == 1
    done = next_year("plan", "rollover", "2024", "2025", *on)
    assert done.out.splitlines()[-2:] == [
        "结转到草案“2025” 2 项。时限没有注明照此结转的为推定，",
        "请用 plan review 2025 -o 核对表.xlsx 核对，不接着做的在“跟踪”写“否”。",
    ]
    book = tmp_path / "核对表.xlsx"
    assert next_year("plan", "review", "2025", "-o", str(book), *on).code == 0
    decline(book, "2025-04")
    assert next_year("plan", "review", "2025", "--apply", str(book), *on).out.splitlines() == [
        "2025-04：不再列入跟踪",
        "核对表已采用：1 处改动。",
    ]
    confirmed = next_year("plan", "confirm", "2025", *on, "--json").json
    assert confirmed["tasks"] == ["2025-01", "2025-02", "2025-03"]
    log = ("progress", "log", "2025-03", "--unit", "市司法局", "--period", "2025Q1", "--text", "编完了清单。")
    assert next_year(*log, "--as-of", "2025-04-02").code == 0


def decline(book: Path, code: str) -> None:
    """Write 否 into 跟踪 of a task's row."""
    workbook = load_workbook(book)
    sheet = workbook["任务"]
    tracked = next(cell.column for cell in sheet[1] if cell.value == "跟踪")
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == code)
    sheet.cell(row, tracked).value = "否"
    workbook.save(book)


def test_rollover_answers_programs_too(next_year: Planner) -> None:
    on = ("--as-of", "2025-02-10", "--json")
    answer = next_year("plan", "rollover", "2024", "2025", *on).json
    assert (answer["plan"], answer["into"]) == ("2024", "2025")
    assert answer["tasks"][0] == {
        "task": "2024-01",
        "title": "管好规范性文件",
        "state": "active",
        "due": "2024-12-31",
        "units": 3,
        "checkpoints": 2,
        "into": "2025-03",
        "already": "",
        "left": [],
        "notes": [],
    }
    assert [each["left"] for each in answer["tasks"]] == [[], ["2024-03.1"], []]
    assert [each["already"] for each in answer["tasks"]] == ["", "2025-02 已有同名任务", ""]
    again = next_year("plan", "rollover", "2024", "2025", *on).json
    assert [each["already"] for each in again["tasks"]] == [
        "已经结转为 2025-03",
        "已经结转为 2025-02",
        "已经结转为 2025-04",
    ]


def test_what_to_look_at_stands_under_each_task_that_goes_on(next_year: Planner, tmp_path: Path) -> None:
    next_year("task", "pause", "2024-04", "--basis", "机构改革", "--as-of", "2025-01-10")
    extend = ("task", "extend", "2024-04", "--to", "2025-06-30", "--reason", "机构改革", "--as-of", "2025-01-10")
    assert next_year(*extend).code == 0
    on = ("--as-of", "2025-02-10")
    listed = next_year("plan", "rollover", "2024", "2025", "--list", *on).out.splitlines()
    assert [line for line in listed if line.startswith("      ")] == [
        "      考核点 2024-03.1 未达成，不随同名任务结转，要接着考核请在核对表“考核点”里新增",
        "      上年暂缓（依据：机构改革）",
        "      上年批准延至 2025-06-30，时限照此结转",
    ]
    done = next_year("plan", "rollover", "2024", "2025", *on).out.splitlines()
    assert done[-1] == "2024-04 上年暂缓，结转后按执行中处理，请特别核对。"
    book = tmp_path / "核对表.xlsx"
    assert next_year("plan", "review", "2025", "-o", str(book), *on).code == 0
    header, *rows = load_workbook(book)["任务"].iter_rows(values_only=True)
    told = {row[0]: (row[header.index("时限出处")], row[header.index("提示")]) for row in rows}
    assert {code: told[code] for code in ("2025-03", "2025-04")} == {
        "2025-03": (
            "上年时限 2024-12-31，结转，按计划最后一天推定",
            "结转自 2024-01\n首列单位“市司法局”可作牵头（推定）",
        ),
        "2025-04": (
            "统筹设定：上年批准延至 2025-06-30，结转",
            "结转自 2024-04\n上年暂缓（依据：机构改革）；不接着做请在“跟踪”写“否”\n首列单位“市公安局”可作牵头（推定）",
        ),
    }


def test_both_tasks_tell_of_each_other(next_year: Planner) -> None:
    next_year("task", "pause", "2024-04", "--basis", "机构改革", "--as-of", "2025-01-10")
    extend = ("task", "extend", "2024-04", "--to", "2025-06-30", "--reason", "机构改革", "--as-of", "2025-01-10")
    assert next_year(*extend).code == 0
    assert next_year("plan", "rollover", "2024", "2025", "--as-of", "2025-02-10").code == 0
    old = ("task", "show", "2024-04", "--as-of")
    assert "结转" not in next_year(*old, "2025-02-09").out
    assert "\n去向  结转到 2025-04（2025-02-10，计划 2025 还是草案）\n" in next_year(*old, "2025-02-10").out
    assert next_year("plan", "confirm", "2025", "--as-of", "2025-02-15").code == 0
    assert "\n去向  结转到 2025-04（2025-02-10）\n" in next_year(*old, "2025-02-15").out
    assert next_year("task", "show", "2024-04", "--json").json["later"] == [
        {
            "plan": "2025",
            "task": "2025-04",
            "title": "培训执法人员",
            "carried_on": "2025-02-10",
            "confirmed": True,
            "tracked": True,
        }
    ]
    new = next_year("task", "show", "2025-04", "--as-of", "2025-02-15").out
    assert "\n时限  2025-06-30（统筹设定）\n      统筹设定：2025-06-30（上年批准延至 2025-06-30，结转）\n" in new
    assert "\n结转自 2024-04  培训执法人员（2025-02-10 结转，上年暂缓（依据：机构改革））\n" in new
    chase = next_year("remind", "--plan", "2024", "--as-of", "2025-02-15")
    assert "另有 2 项任务已结转到以后年度的计划，由那个计划催办，未列。\n" in chase.out


def test_task_shows_the_history_that_it_goes_on_from(next_year: Planner) -> None:
    log = ("progress", "log", "2024-03", "--unit", "市公安局", "--period", "2024Q4", "--text", "评查了案卷。")
    assert next_year(*log, "--as-of", "2025-01-06").code == 0
    assert next_year("plan", "rollover", "2024", "2025", "--as-of", "2025-02-10").code == 0
    told = next_year("task", "show", "2025-02").out.splitlines()
    place = told.index("结转自 2024-03  评查执法案卷（2025-02-10 结转）")
    assert "评查了案卷。" in told[place + 2]
    (earlier,) = next_year("task", "show", "2025-02", "--json").json["earlier"]
    assert {key: earlier[key] for key in ("plan", "task", "title", "state", "carried_on")} == {
        "plan": "2024",
        "task": "2024-03",
        "title": "评查执法案卷",
        "state": "active",
        "carried_on": "2025-02-10",
    }
    assert [(entry["unit"], entry["text"]) for entry in earlier["entries"]] == [("市公安局", "评查了案卷。")]
    assert next_year("task", "show", "2025-01", "--json").json["earlier"] == []
