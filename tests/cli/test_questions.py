"""Reviewing on the command line: what waits, with its questions, and the word on it."""

from planner.store.progress import Entry
from planner.store.session import make_engine
from tests.cli.conftest import Planner
from tests.world import at_work

LONG = "修订议事规则，明确议题申报和审核办法，逐项落实承办处室和办理时间。"


def logged(planner: Planner) -> Planner:
    """The command line after two entries of one unit with the same words, the first accepted."""
    for period, on in (("2024Q1", "2024-04-02"), ("2024Q2", "2024-07-02")):
        said = ("--unit", "市政府办公室", "--period", period, "--text", LONG, "--as-of", on)
        assert planner("progress", "log", "2024-02", *said).code == 0
    return planner


def test_pending_entries_have_their_questions_below(confirmed: Planner) -> None:
    logged(confirmed)("progress", "accept", "1", "--as-of", "2024-07-03")

    answer = confirmed("progress", "list", "--pending", "--as-of", "2024-07-05")

    assert answer.out.splitlines()[:-2] == [
        "编号  任务     单位          填报期  次  状态    审核    日期        本期进展",
        "2     2024-02  市政府办公室  2024Q2  1   推进中  待审核  2024-07-02  修订议事规则，明确议题申报和审核办法，逐项…",
        "    问：与2024Q1的文字相同，本期有什么新进展？",
    ]


def test_long_question_is_folded_under_its_mark(confirmed: Planner) -> None:
    said = ("--unit", "市司法局", "--period", "2024Q2", "--text", "截至6月20日，规范性文件清单已经列出36件。")
    confirmed("progress", "log", "2024-01", *said, "--figure", f"{'文件' * 40}达标率=120%", "--as-of", "2024-07-02")

    lines = confirmed("progress", "list", "--pending", "--as-of", "2024-07-05").out.splitlines()[2:-2]

    assert [len(line.rstrip("文件").rstrip("“")) for line in lines[:1]] == [len("    问：")]
    assert lines[1].startswith("        件文件文件")
    assert lines[1].endswith("达标率”120%超过100%，达到数和总数各是多少？")
    assert (
        lines[-1]
        == "    问：考核点2024-01.1（6月底前完成规范性文件清单编制）2024-06-30到期，本期没有报数据，达到了吗？"
    )


def test_questions_are_in_the_json_only_where_they_were_asked_for(confirmed: Planner) -> None:
    planner = logged(confirmed)

    def listed(*options: str) -> list[dict[str, object]]:
        entries: list[dict[str, object]] = planner(
            "progress", "list", "--as-of", "2024-07-05", "--json", *options
        ).json["entries"]
        return entries

    question = {"code": "same_as_last", "message": "与2024Q1的文字相同，本期有什么新进展？"}
    assert ["questions" in entry for entry in listed()] == [False, False]
    assert [entry["questions"] for entry in listed("--questions")] == [[], [question]]
    assert [(entry["id"], entry["questions"]) for entry in listed("--pending")] == [(1, []), (2, [question])]


def test_nothing_pending_is_said(confirmed: Planner) -> None:
    assert confirmed("progress", "list", "--pending", "--as-of", "2024-07-05").out.startswith("（没有）\n\n版本  ")


def test_entry_carried_over_is_marked(confirmed: Planner, one_url: str) -> None:
    logged(confirmed)
    world = at_work(make_engine(one_url))
    with world.app.begin() as session:
        session.get_one(Entry, 2).carried = True
    world.app.close()

    entries = confirmed("progress", "list", "--as-of", "2024-07-05", "--json").json["entries"]
    assert [entry["no_change"] for entry in entries] == [False, True]
    shown = confirmed("progress", "list", "--as-of", "2024-07-05").out.splitlines()
    assert ["（无变化）" in line for line in shown] == [False, False, True]


def test_returning_says_where_the_reason_will_stand(confirmed: Planner) -> None:
    planner = logged(confirmed)

    answer = planner("progress", "return", "1", "2", "--reason", "请写明印发时间", "--as-of", "2024-07-05")

    assert (answer.code, answer.out) == (0, "已退回 2 份。\n退回的理由会写在单位的下一份填报表里。\n")
    entries = planner("progress", "list", "--json").json["entries"]
    assert [(entry["review"], entry["review_reason"]) for entry in entries] == [("returned", "请写明印发时间")] * 2


def test_accepting_may_carry_a_note(confirmed: Planner) -> None:
    planner = logged(confirmed)

    planner("progress", "accept", "2", "--reason", "已电话核实", "--as-of", "2024-07-05")

    entry = planner("progress", "list", "--json").json["entries"][1]
    assert (entry["review"], entry["review_reason"], entry["reviewed_by"]) == ("accepted", "已电话核实", "王敏")
    assert planner("audit", "log", "--target", "2024-02", "--json").json["events"][-1]["reason"] == "已电话核实"


def test_returning_without_a_reason_is_refused(confirmed: Planner) -> None:
    answer = logged(confirmed)("progress", "return", "1", "--as-of", "2024-07-05")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("退回要写明理由")


def test_listing_of_an_unknown_task_is_refused(confirmed: Planner) -> None:
    answer = confirmed("progress", "list", "--questions", "--task", "2024-99")

    assert (answer.code, answer.out) == (1, "")
    assert "2024-99" in answer.err
