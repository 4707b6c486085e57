"""Several offices in one database, as the command line names them."""

import pytest

from tests.cli.conftest import Planner, run


def test_office_is_named_by_the_environment_or_before_the_command(
    confirmed: Planner, one_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def codes(*words: str) -> list[str]:
        return [plan["code"] for plan in run(one_url, "王敏", (*words, "plan", "list", "--json")).json["plans"]]

    assert codes() == ["2024"]
    assert codes("--office", "临水县") == []
    monkeypatch.setenv("PLANNER_OFFICE", "临水县")
    assert codes() == []
    assert codes("--office", "default") == ["2024"]
    assert confirmed("task", "show", "2024-01").code == 1


@pytest.mark.parametrize("name", ["PLANNER_OFFICE", "PLANNER_ACTOR", "PLANNER_DATABASE_URL"])
def test_setting_that_is_no_text_is_refused(planner: Planner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "\udcff")
    answer = planner("status")
    told = f"环境变量 {name} 里有无法识别的字符，请改用 UTF-8 编码的中文后再试。\n"
    assert (answer.code, answer.err) == (1, told)


def test_help_speaks_of_one_office(planner: Planner) -> None:
    assert "--office" not in planner("--help").out


def test_office_without_a_plan_is_named_for_its_name_may_be_mistyped(confirmed: Planner) -> None:
    answer = confirmed("--office", "临水", "status")
    told = "机关“临水”里一个计划也没有，请先用 plan import 导入；机关名称写错了的，改正 PLANNER_OFFICE。\n"
    assert (answer.code, answer.err) == (1, told)
