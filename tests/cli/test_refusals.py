"""Bad input: one Chinese sentence on stderr, exit 1, and nothing changed."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Planner
from tests.databases import change, contents, named


def refusal(answer: Answer) -> str:
    """The sentence of a refused command, after seeing that it was refused and nothing else was printed."""
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.endswith("。\n")
    return answer.err.rstrip("\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "找不到文件“{path}”，请核对路径和文件名。"),
        (b"", "文件“{path}”是空的，没有可读的文字。"),
        ("\n \u3000\n".encode(), "文件“{path}”是空的，没有可读的文字。"),
        (b"\x00\x01\x02\x03", "“{path}”不是文本文件"),
        (b"\x89PNG\r\n\x1a\n....", "“{path}”是PNG 图片文件，读不了；请先做文字识别"),
        (b"PK\x03\x04....", "读不了“{path}”（文件不完整，或已损坏）"),
        ("一、加强领导".encode()[:-1] + b"\xff\xff\xff", "“{path}”的文字编码无法识别"),
        ("今天天气很好，没有什么任务。".encode(), "里没有读到任务"),
    ],
    ids=["no file", "empty", "blank", "binary", "picture", "zip", "encoding", "no tasks"],
)
@pytest.mark.parametrize("verb", ["read", "import"])
def test_a_file_that_is_no_plan_is_refused(
    content: bytes | None, sentence: str, verb: str, planner: Planner, tmp_path: Path, one_url: str
) -> None:
    path = tmp_path / "文件.txt"
    if content is not None:
        path.write_bytes(content)
    before = contents(one_url)

    assert sentence.format(path=path) in refusal(planner("plan", verb, str(path)))
    assert contents(one_url) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("task", "show", "2024-99"), "没有编号为“2024-99”的任务，请用 task list 查看编号（如 2024-07）。"),
        (("status", "--plan", "2031"), "没有代号为“2031”的计划；现有：2024。"),
        (
            ("unit", "show", "市司法厅"),
            "单位名录里没有“市司法厅”；是不是：市司法局。可用 unit list 查看，用 unit add 添加。",
        ),
        (
            ("ledger", "export", "2023Q2", "-o", "x.xlsx", "--plan", "2024"),
            "填报期 2023Q2 不在计划“2024”的年度（2024年）之内。",
        ),
        (("task", "extend", "2024-01", "--to", "2025-01-31"), "延期要写明理由，请用 --reason 说明。"),
        (("progress", "accept", "7"), "没有编号为 7 的填报，请用 progress list 查看编号。"),
        (
            ("progress", "accept"),
            "没有说明要做什么：请写填报编号，或用 --all 审核全部待审核的填报（可加 --plan、--period、--task、--unit 限定）。",
        ),
        (("progress", "log", "2024-01"), "没有说明要做什么：请写任务编号、--unit 和 --period，或用 --file 指明表格。"),
        (
            ("task", "mark", "2024-01"),
            "没有说明要做什么：请用 --first-responsible、--tracked、--owner 或 --every-unit 说明作什么标记。",
        ),
        (("unit", "add", "市司法局"), "单位名录里已经有“市司法局”，没有重复添加。"),
        (
            ("unit", "members", "市司法局"),
            "“市司法局”不是一类单位的统称，不能设名册；名册只用于“各县（市、区）政府”这样的统称。",
        ),
        (("plan", "confirm", "2024"), "计划“2024”已于 2024-03-12 确认，文字已锁定，不必再确认。"),
        (
            ("status", "--as-of", "2024-01-01"),
            "到 2024-01-01 为止还没有计划“2024”（2024-03-11 才导入），请改用这以后的日期。",
        ),
        (
            ("report", "annual", "2024", "-o", "报告.pdf"),
            "不知道“报告.pdf”要写成什么格式，文件名请以 .md、.html、.docx 结尾。",
        ),
        (("task", "assign", "--file", "没有.xlsx"), "找不到文件“没有.xlsx”，请核对路径和文件名。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_unknown_thing_is_refused(words: tuple[str, ...], sentence: str, confirmed: Planner, one_url: str) -> None:
    before = contents(one_url)

    assert refusal(confirmed(*words)) == sentence
    assert contents(one_url) == before


def said(**changed: str) -> tuple[str, ...]:
    """A right `progress log`, with some of its options changed."""
    options = {"unit": "市司法局", "period": "2024Q2", "text": "编制了清单。", "as-of": "2024-07-03"} | changed
    return ("progress", "log", "2024-01", *(w for name, value in options.items() for w in (f"--{name}", value)))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            said(unit="市公安局"),
            "“市公安局”不是任务 2024-01 的责任单位；这项任务的单位有：市司法局、市财政局、各县（市、区）政府。如应由其承担，请先用 task assign 指定。",
        ),
        (said(period="2025Q2"), "填报期 2025Q2 不在计划“2024”的年度（2024年）之内。"),
        (said(period="2024Q4"), "填报期 2024Q4 从 2024-10-01 才开始，现在还不能填报。"),
        (
            said(figure="清单=许多份"),
            "数据“清单=许多份”的数不是数字，请写成 名称=数字加单位，例如 案卷评查=2次、办件=累计30件、审查率=12/12件。",
        ),
        (
            said(figure="2024-01.7=1次"),
            "数据“2024-01.7=1次”的考核点编号不在任务 2024-01 里，请写成 名称=数字加单位，例如 案卷评查=2次、办件=累计30件、审查率=12/12件。",
        ),
        (said(evidence="云司发12号"), "佐证“云司发12号”没有写明种类或内容，请写成 文号:…、文件:… 或 链接:…。"),
        (said(text=" "), "没有写本期进展，请用 --text 写明做了什么。"),
        (
            said(**{"as-of": "2024-03-01"}),
            "到 2024-03-01 为止还没有计划“2024”（2024-03-11 才导入），请改用这以后的日期。",
        ),
        (said(**{"as-of": "2999-01-01"}), "日期 2999-01-01 晚于 "),
    ],
    ids=["unit", "year", "not begun", "figure", "checkpoint", "evidence", "no text", "too early", "future"],
)
def test_a_wrong_entry_is_refused_and_nothing_stored(
    words: tuple[str, ...], sentence: str, confirmed: Planner, one_url: str
) -> None:
    before = contents(one_url)

    assert refusal(confirmed(*words)).startswith(sentence)
    assert contents(one_url) == before


def test_progress_on_a_draft_is_refused(planner: Planner, small_plan: Path) -> None:
    planner("plan", "import", str(small_plan), "--as-of", "2024-03-11")

    assert refusal(planner(*said())) == "计划“2024”还是草案，请先核对，再用 plan confirm 2024 确认。"


# ---- the database ----


def test_a_database_that_does_not_exist_is_refused(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "没有.db"

    assert refusal(planner("status", database=f"sqlite:///{path}")) == (
        f"数据库“{path}”还不存在，请先运行 planner init，或用 --database 指明位置。"
    )
    assert not path.exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "记事.db"
    path.write_text("这不是数据库，只是一个比较长的文本文件。" * 20, encoding="utf-8")
    before = path.read_bytes()

    for words in (("status",), ("init",)):
        assert refusal(planner(*words, database=f"sqlite:///{path}")) == (
            f"打不开数据库“{path}”（它不是数据库文件），请核对 --database 的位置和文件。"
        )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "made",
    [
        ("create table plan (a)",),
        ("create table alembic_version (a)",),
        ("create table alembic_version (version_num)", "insert into alembic_version values ('0005')"),
        ("create table alembic_version (version_num)", "insert into alembic_version values ('0005'), ('0003')"),
    ],
)
def test_another_programs_database_is_refused_and_left_alone(
    planner: Planner, tmp_path: Path, made: tuple[str, ...]
) -> None:
    path = tmp_path / "别的.db"
    with sqlite3.connect(path) as connection:
        for statement in made:
            connection.execute(statement)
    connection.close()
    before = path.read_bytes()

    for words in (("status",), ("unit", "add", "市档案局"), ("backup", "-o", str(tmp_path / "备份.db"))):
        told = refusal(planner(*words, database=f"sqlite:///{path}"))
        assert f"“{path}”" in told
        assert "no such" not in told
    if len(made) == 1:
        assert "里面的表不是本程序的，或者不全" in refusal(planner("init", database=f"sqlite:///{path}"))
        assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("*备份*")] == []


def test_a_backup_is_looked_into_without_being_changed(confirmed: Planner, tmp_path: Path) -> None:
    path = tmp_path / "备份.db"
    assert confirmed("backup", "-o", str(path)).code == 0
    before = path.read_bytes()

    assert confirmed("task", "list", database=f"sqlite:///{path}").code == 0
    assert "里已有数据，没有搬进去" in refusal(confirmed("migrate-to", f"sqlite:///{path}"))
    assert path.read_bytes() == before
    assert confirmed("restore", str(path)).code == 0


@pytest.mark.parametrize("name", ["a?b.db", "a?b=c.db", "a.db?mode=ro"])
def test_a_question_mark_in_a_file_name_is_not_taken_for_another_file(
    planner: Planner, tmp_path: Path, name: str
) -> None:
    assert "看不懂数据库地址" in refusal(planner("init", database=f"sqlite:///{tmp_path / name}"))
    assert list(tmp_path.glob("a*")) == []


def test_a_database_of_a_newer_program_is_refused(planner: Planner, one_url: str) -> None:
    change(one_url, "update alembic_version set version_num = '9999'")

    for words in (("status",), ("init",), ("unit", "add", "市档案局")):
        assert (
            refusal(planner(*words))
            == f"数据库“{named(one_url)}”的版本（9999）比本程序新，请换用更新的程序，不要用旧程序打开。"
        )


def test_a_locked_database_is_told_after_waiting(confirmed: Planner, sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert refusal(confirmed("unit", "add", "市档案局", database=f"{sqlite_url}?timeout=0.05")) == (
        f"数据库“{path}”正被别的程序占用，等了一阵仍轮不到写，请稍后再试。"
    )
    other.execute("ROLLBACK")
    other.close()
    assert confirmed("unit", "add", "市档案局").code == 0


def test_an_address_that_is_none_is_refused(planner: Planner) -> None:
    assert refusal(planner("status", database="甲乙丙")) == (
        "看不懂数据库地址“甲乙丙”，请写成 sqlite:///文件名.db 或 postgresql+psycopg://用户@主机/库名。"
    )


def test_a_server_that_does_not_answer_is_told_without_its_password(planner: Planner) -> None:
    answer = planner("status", database="postgresql+psycopg://someone:secret@127.0.0.1:1/planner")

    assert refusal(answer).startswith("打不开数据库“postgresql+psycopg://someone:***@127.0.0.1:1/planner”（")
    assert "secret" not in answer.err


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("plan", "export", "2024"), "表.xlsx"),
        (("ledger", "export", "2024Q2"), "台账.xlsx"),
        (("report", "status"), "状态.md"),
        (("report", "annual", "2024"), "报告.docx"),
    ],
    ids=["table", "ledger", "status", "annual"],
)
def test_a_place_that_cannot_be_written_is_told(
    words: tuple[str, ...], name: str, confirmed: Planner, tmp_path: Path
) -> None:
    nowhere = tmp_path / "没有这个文件夹" / name
    folder = tmp_path / name
    folder.mkdir()

    assert refusal(confirmed(*words, "-o", str(nowhere))).startswith(f"写不了“{nowhere}”（")
    assert refusal(confirmed(*words, "-o", str(folder))).startswith(f"写不了“{folder}”（")


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "read", "{}.docx"),
        ("form", "collect", "收回", "{}.xlsx"),
        ("report", "annual", "2024", "-o", "{}.docx"),
        ("ledger", "export", "2024Q1", "-o", "{}.xlsx"),
        ("restore", "{}.db"),
        ("backup", "-o", "{}.db"),
    ],
)
def test_name_that_no_file_can_have_is_refused(words: tuple[str, ...], confirmed: Planner) -> None:
    sentence = refusal(confirmed(*(word.format("字" * 200) for word in words)))
    assert sentence.endswith("做不了文件名（太长，或含有系统不接受的字符），请换一个短一些的名字。")
    assert len(sentence) < 100


def test_mark_that_is_taken_back_with_another_is_not_said_to_be_set(confirmed: Planner, one_url: str) -> None:
    before = contents(one_url)
    wrong = confirmed("task", "mark", "2024-01", "--first-responsible", "--untracked", "--owner", "市司法局")
    assert refusal(wrong).startswith("没有编号为“2024-01”的考核点")
    assert contents(one_url) == before
