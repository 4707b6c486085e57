"""planner form: out to units, and back, as a coordinator calls it."""

from pathlib import Path

import pytest

from planner.cli.form import _grouped
from planner.domain.forms import Fault, Place
from tests.cli.conftest import Planner
from tests.filling import Filling

OUT, BACK = ("--as-of", "2024-07-01"), ("--as-of", "2024-07-05")


@pytest.fixture
def sent(confirmed: Planner, tmp_path: Path) -> Path:
    """The folder with the forms of the second quarter."""
    folder = tmp_path / "发出"
    assert confirmed("form", "export", "2024Q2", "-o", str(folder), *OUT).code == 0
    return folder


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """The folder of what came back."""
    folder = tmp_path / "收回"
    folder.mkdir()
    return folder


def good(sent: Path, back: Path) -> Path:
    """A form filled in rightly."""
    form = Filling(sent / "2024Q2填报表-市司法局.xlsx")
    form.put("2024-03", 本期进展="评查案卷30宗。", **{"①本期数": 2})
    return form.save(back / form.path.name)


def bad(sent: Path, back: Path) -> Path:
    """A form with a status that isn't on the list."""
    form = Filling(sent / "2024Q2填报表-市公安局.xlsx")
    form.put("2024-04", 本期进展="办班两期。", 状态="快好了")
    return form.save(back / form.path.name)


def test_export_tells_every_form_and_when_it_is_due_back(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("form", "export", "2024Q2", "-o", str(tmp_path / "发"), "--return-by", "2024-07-08", *OUT)
    assert answer.out.splitlines()[-1] == (
        f"已写到“{tmp_path / '发'}”：2024年第二季度填报表 4 份，开了第 1 轮填报，2024-07-08 以前交回；"
        "收回来的放在一个文件夹里，用 planner form collect 收。"
    )


def test_export_prints_its_forms_as_json(confirmed: Planner, tmp_path: Path) -> None:
    folder = tmp_path / "发"
    answer = confirmed("form", "export", "2024Q2", "-o", str(folder), "--unit", "市公安局", *OUT, "--json").json
    assert answer == {
        "plan": "2024",
        "period": "2024Q2",
        "round": 1,
        "opened": True,
        "return_by": "2024-07-10",
        "forms": [
            {
                "unit": "市公安局",
                "file": str(folder / "2024Q2填报表-市公安局.xlsx"),
                "return_by": "2024-07-10",
                "tasks": ["2024-03", "2024-04"],
            }
        ],
    }


def test_collect_takes_what_is_right(confirmed: Planner, sent: Path, back: Path) -> None:
    good(sent, back)
    answer = confirmed("form", "collect", str(back), *BACK)
    assert (answer.code, answer.out.splitlines()) == (
        0,
        [
            "已收  2024Q2填报表-市司法局.xlsx（市司法局 2024Q2）：1 项 2024-03",
            "      提示：没有写填报人",
            "      提示：没有写审签人",
            "共 1 个文件：已收 1；收到填报 1 项。",
            "用 planner progress list --pending 查看，再用 progress accept 或 progress return 审核。",
        ],
    )
    entries = confirmed("progress", "list", "--json", *BACK).json["entries"]
    assert [(e["task"], e["unit"], e["text"]) for e in entries] == [("2024-03", "市司法局", "评查案卷30宗。")]
    assert [f["printed"] for f in entries[0]["figures"] if not f["from_text"]] == ["2次"]


def test_collect_is_partly_done_where_a_file_is_set_aside(confirmed: Planner, sent: Path, back: Path) -> None:
    good(sent, back)
    path = bad(sent, back)
    answer = confirmed("form", "collect", str(back), "--json", *BACK)
    assert answer.code == 3
    files = {file["file"]: file for file in answer.json["files"]}
    assert files["2024Q2填报表-市司法局.xlsx"]["outcome"] == "taken"
    aside = files["2024Q2填报表-市公安局.xlsx"]
    assert (aside["outcome"], aside["rows"], aside["set_aside"]) == (
        "set_aside",
        [],
        str(back / "退回" / "2024Q2填报表-市公安局（标注）.xlsx"),
    )
    (fault,) = aside["faults"]
    assert fault["place"]["sheet"] == "填报表"
    assert not path.exists()


def test_collect_is_refused_where_nothing_can_be_taken(confirmed: Planner, sent: Path, back: Path) -> None:
    bad(sent, back)
    answer = confirmed("form", "collect", str(back), *BACK)
    assert answer.code == 1
    assert "退回  2024Q2填报表-市公安局.xlsx（市公安局 2024Q2）" in answer.out
    assert "看不懂“快好了”" in answer.out
    assert answer.err == "退回的请发还单位，在标注好的副本里改好再交。\n"
    assert confirmed("progress", "list", "--json", *BACK).json["entries"] == []


def test_collect_speaks_of_no_marked_copy_where_none_could_be_written(
    confirmed: Planner, sent: Path, back: Path
) -> None:
    path = bad(sent, back)
    (back / "退回").write_text("不是文件夹", encoding="utf-8")
    answer = confirmed("form", "collect", str(path), *BACK)
    assert f"      提示：没能移到“{back / '退回'}”，原件留在原处，没有标注好的副本" in answer.out.splitlines()
    assert (path.exists(), answer.err) == (True, "退回的没有标注好的副本，请把上面说的问题告诉单位，改好再交。\n")


def test_faults_that_say_the_same_share_a_line(confirmed: Planner, sent: Path, back: Path) -> None:
    form = Filling(sent / "2024Q2填报表-市司法局.xlsx")
    cells = [form.put(code, 状态="受阻") for code in form.codes]
    first, others = form.at(form.codes[0], "本期进展"), len(cells)
    form.save(back / form.path.name)
    answer = confirmed("form", "collect", str(back), "--dry-run", *BACK)
    places = "、".join(f"{first.column_letter}{row}" for row in range(2, 2 + others)[:3])
    many = f" 等{others}格" if others > 3 else ""
    assert f"      填报表!{places}{many}：填了“状态”，却没有写“本期进展”，请写“本期进展”" in answer.out.splitlines()
    (file,) = confirmed("form", "collect", str(back), "--dry-run", "--json", *BACK).json["files"]
    assert len(file["faults"]) == others


def test_many_faults_that_say_the_same_name_three_cells() -> None:
    faults = [Fault(Place("填报表", f"I{row}"), "看不懂") for row in range(2, 7)]
    others = [Fault(Place("填报表", "K9"), "太长"), Fault(Place(), "关账了")]
    assert list(_grouped([*faults[:2], *others, *faults[2:]])) == [
        "填报表!I2、I3、I4 等5格：看不懂",
        "填报表!K9：太长",
        "关账了",
    ]


def test_trial_moves_and_changes_nothing(confirmed: Planner, sent: Path, back: Path) -> None:
    paths = [good(sent, back), bad(sent, back)]
    answer = confirmed("form", "collect", str(back), "--dry-run", *BACK)
    assert answer.code == 3
    assert "这只是试收，什么也没有改。" in answer.out
    assert all(path.exists() for path in paths)
    assert confirmed("progress", "list", "--json", *BACK).json["entries"] == []


def test_filled_forms_are_not_written_over(confirmed: Planner, sent: Path) -> None:
    good(sent, sent)
    answer = confirmed("form", "export", "2024Q2", "-o", str(sent), *OUT)
    assert (answer.code, answer.out) == (1, "")
    assert "2024Q2填报表-市司法局.xlsx" in answer.err


def test_folder_that_is_not_there_is_refused(confirmed: Planner, tmp_path: Path) -> None:
    answer = confirmed("form", "collect", str(tmp_path / "没有"), *BACK)
    assert (answer.code, answer.out) == (1, "")
    assert "找不到文件" in answer.err
