"""What is set aside is never lost: not the file, not the copy that somebody is correcting."""

import shutil
import zipfile
from pathlib import Path

import pytest

from planner.domain.forms import Fault, Place
from planner.reading.form_files import form_files
from planner.usecases.form_aside import set_aside
from planner.usecases.form_known import FormFaulty, FormOutcome, Taking
from tests.filling import Filling
from tests.usecases.form_desk import FormDesk

OUT, BACK = "2024-07-01", "2024-07-05"
BAD = Fault(Place(), "坏")


def faulty(quick: FormDesk, unit: str = "市公安局", word: str = "快好了") -> Filling:
    """A form with a status that isn't on the list."""
    form = quick.form(unit, "2024Q2", OUT)
    form.put(form.codes[0], 本期进展="办了事。", 状态=word)
    return form


def aside(outcomes: list[FormOutcome]) -> list[str]:
    """The names of the marked copies."""
    return [Path(outcome.set_aside).name for outcome in outcomes if outcome.outcome is Taking.SET_ASIDE]


def test_copy_of_another_file_writes_over_no_file_that_came_back(quick: FormDesk) -> None:
    first = quick.hand_in(faulty(quick), "甲（标注）.xlsx")
    one = first.read_bytes()
    assert aside(quick.collect(BACK)) == ["甲（标注）-2.xlsx"]
    other = quick.hand_in(faulty(quick, "市司法局"), "甲.xlsx").read_bytes()
    assert aside(quick.collect(BACK)) == ["甲（标注）-3.xlsx"]
    assert (quick.aside / "甲（标注）.xlsx").read_bytes() == one
    assert (quick.aside / "甲.xlsx").read_bytes() == other


def test_correction_in_a_marked_copy_survives_collecting_the_zip_again(quick: FormDesk) -> None:
    archive = quick.back / "收回.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("甲.xlsx", faulty(quick).bytes())
    (outcome,) = quick.collect(BACK)
    copy = Filling(Path(outcome.set_aside))
    copy.put(copy.codes[0], 状态="推进中")
    corrected = copy.save().read_bytes()
    (again,) = quick.collect(BACK)
    assert again.set_aside == outcome.set_aside
    assert Path(outcome.set_aside).read_bytes() == corrected


def test_files_of_one_name_have_a_copy_each(quick: FormDesk) -> None:
    quick.hand_in(faulty(quick), "甲.xlsm")
    quick.hand_in(faulty(quick, "市司法局"), "甲.xlsx")
    assert sorted(aside(quick.collect(BACK))) == ["甲（标注）-2.xlsx", "甲（标注）.xlsx"]


def test_same_file_set_aside_again_is_there_once(quick: FormDesk) -> None:
    path = quick.hand_in(faulty(quick), "甲.xlsx")
    data = path.read_bytes()
    quick.collect(BACK)
    path.write_bytes(data)
    quick.collect(BACK)
    assert sorted(each.name for each in quick.aside.iterdir()) == ["甲.xlsx", "甲（标注）.xlsx"]


def test_file_that_cannot_be_moved_stays_and_is_told(quick: FormDesk) -> None:
    path = quick.hand_in(faulty(quick), "甲.xlsx")
    quick.aside.write_text("不是文件夹", encoding="utf-8")
    outcome = next(outcome for outcome in quick.collect(BACK) if outcome.file == "甲.xlsx")
    assert (outcome.outcome, outcome.set_aside, path.exists()) == (Taking.SET_ASIDE, "", True)
    assert outcome.notes[-1].startswith(f"没能移到“{quick.aside}”")
    assert outcome.notes[-1].endswith("，原件留在原处，没有标注好的副本")


def test_file_that_vanishes_while_others_are_collected_is_passed_over_and_told(quick: FormDesk) -> None:
    quick.hand_in(faulty(quick), "1.xlsx")
    later = quick.hand_in(faulty(quick, "市司法局"), "2.xlsx")
    first, second = quick.collect(BACK, watch=lambda _: later.unlink(missing_ok=True))
    assert (first.outcome, second.outcome, second.faults) == (Taking.SET_ASIDE, Taking.SKIPPED, ())
    assert second.notes == ("收的时候已经不在了：可能刚移走、改名或者正在保存；还要收的请再收一次",)


def test_file_that_vanishes_while_it_is_marked_is_set_aside(quick: FormDesk) -> None:
    path = quick.hand_in(faulty(quick), "甲.xlsx")
    (read,) = form_files([path])
    path.unlink()
    outcome = set_aside(read, read.data or b"", FormFaulty(FormOutcome("甲.xlsx", Taking.SET_ASIDE, faults=(BAD,))))
    assert (outcome.notes, (quick.aside / "甲.xlsx").read_bytes()) == ((), read.data)


def test_correction_saved_since_the_file_was_read_stays(quick: FormDesk) -> None:
    path = quick.hand_in(faulty(quick), "甲.xlsx")
    (read,) = form_files([path])
    newer = quick.hand_in(faulty(quick, word="推进中"), "甲.xlsx").read_bytes()
    outcome = set_aside(read, read.data or b"", FormFaulty(FormOutcome("甲.xlsx", Taking.SET_ASIDE, faults=(BAD,))))
    assert (path.read_bytes(), (quick.aside / "甲.xlsx").read_bytes()) == (newer, read.data)
    assert outcome.notes == ("这个文件刚刚又保存过，新的留在原处，请再收一次",)
    assert [outcome.outcome for outcome in quick.collect(BACK)] == [Taking.TAKEN]


@pytest.mark.parametrize("name", ["市公安局 2024.6.30", "市公安局.xlsx.1", "市公安局"])
def test_form_is_known_by_its_bytes(quick: FormDesk, name: str) -> None:
    form = quick.form("市公安局", "2024Q2", OUT)
    form.put("2024-04", 本期进展="办班两期。")
    quick.hand_in(form, name)
    assert [outcome.outcome for outcome in quick.collect(BACK)] == [Taking.TAKEN]


@pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"])
def test_archive_that_is_no_zip_is_told_and_left(quick: FormDesk, head: bytes) -> None:
    path = quick.back / "收回.rar"
    path.write_bytes(head + b"\x00" * 100)
    (outcome,) = quick.collect(BACK)
    assert (outcome.outcome, path.exists()) == (Taking.SET_ASIDE, True)
    assert "请解压到收回的文件夹里再收" in outcome.faults[0].message


def test_trial_says_what_the_real_run_does(quick: FormDesk) -> None:
    """Two versions of one unit, a copy, a faulty one: the trial goes through them one after another too."""
    form = quick.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", 本期进展="甲的说法。")
    first = quick.hand_in(form, "1.xlsx")
    shutil.copy(first, quick.back / "2.xlsx")
    form.put("2024-03", 本期进展="乙的说法。")
    quick.hand_in(form, "3.xlsx")
    quick.hand_in(faulty(quick), "4.xlsx")
    before = quick.world.rows()
    trial = [(outcome.file, outcome.outcome) for outcome in quick.collect(BACK, dry_run=True)]
    assert quick.world.rows() == before
    assert trial == [(outcome.file, outcome.outcome) for outcome in quick.collect(BACK)]
    assert [outcome for _, outcome in trial] == [Taking.TAKEN, Taking.ALREADY, Taking.SET_ASIDE, Taking.SET_ASIDE]
