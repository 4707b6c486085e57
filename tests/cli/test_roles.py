"""Roles and verbs: every command as every role, on the own unit's rows and on others'; what is forbidden is refused."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import run
from tests.cli.roles_office import Office, office_of_four
from tests.cli.test_help import NAMES, SEEING, verb_of
from tests.world import World

pytestmark = pytest.mark.long

PEOPLE = {"C": "王敏", "U": "李强", "L": "周局", "A": "孙审"}
"""The coordinator, 市司法局's liaison, a leader, an auditor."""

FOR_ANYBODY = {"init", "demo", "plan read"}
"""They touch no office: the first makes or upgrades a database, the second makes its own, the third opens none."""

TABLE = (
    # what everybody reads; the liaison the own unit's part
    ("CULA", "plan list"),
    ("CULA", "plan show 2024"),
    ("CULA", "plan export 2024 -o {}/分工.xlsx"),
    ("CULA", "unit list"),
    ("CULA", "unit show 市司法局"),
    ("CULA", "unit members 各县（市、区）政府"),
    ("CULA", "task list --plan 2024"),
    ("CULA", "task show 2024-01"),
    ("CULA", "progress list --plan 2024 --pending"),
    ("CULA", "progress list --task 2024-03 --unit 市司法局 --questions"),
    ("CULA", "progress extensions --plan 2024 --all"),
    ("CULA", "progress extensions --task 2024-03 --unit 市司法局"),
    ("CULA", "status --plan 2024"),
    ("CULA", "report status --plan 2024 -o {}/状态.md"),
    ("CULA", "report status --plan 2024 --period 2024Q1 -o {}/一季度.html"),
    ("CULA", "ledger export 2024Q2 -o {}/台账.xlsx"),
    ("CULA", "ledger export 2024Q1 --unit 市司法局 -o {}/司法局.xlsx"),
    # other units' rows
    ("CLA", "unit show 市公安局"),
    ("CLA", "task show 2024-02"),
    ("CLA", "progress list --task 2024-02"),
    ("CLA", "progress list --plan 2024 --unit 市公安局"),
    ("CLA", "progress extensions --task 2024-04"),
    ("CLA", "progress extensions --plan 2024 --unit 市公安局 --all"),
    ("CLA", "ledger export 2024Q2 --unit 市公安局 -o {}/公安局.xlsx"),
    # the year-end report
    ("CLA", "report annual 2024 -o {}/年报.md"),
    ("CLA", "report check {}/本年.txt --plan 2024"),
    # working papers, the log, the users
    ("CA", "plan review 2025"),
    ("CA", "plan review 2025 -o {}/再核对.xlsx"),
    ("CA", "plan rollover 2024 2025 --list"),
    ("CA", "report material 2024 -o {}/选材.xlsx"),
    ("CA", "report annual 2024 --material {}/选材表.xlsx -o {}/选材年报.md"),
    ("CA", "remind --plan 2024 --as-of 2024-10-09"),
    ("CA", "remind --plan 2024 --ics {}/到期.ics"),
    ("CA", "audit log"),
    ("CA", "audit verify"),
    ("CA", "audit export -o {}/操作记录.zip"),
    ("CA", "user list"),
    # what a unit says
    ("CU", "progress log 2024-01 --unit 市司法局 --period 2024Q2 --text 审查文件两份。 --as-of 2024-10-02"),
    ("CU", "progress log --file {}/自报.csv --as-of 2024-10-02"),
    ("CU", "progress extensions --ask 2024-01 --unit 市司法局 --to 2025-05-01 --reason 案卷未齐"),
    ("CU", "form collect {}/市司法局.xlsx --dry-run --as-of 2024-10-08"),
    ("CU", "form collect {}/市司法局.xlsx --as-of 2024-10-08"),
    ("C", "progress log 2024-03 --unit 市公安局 --period 2024Q3 --text 整改问题。 --as-of 2024-10-02"),
    ("C", "progress log --file {}/填报.csv --as-of 2024-10-02"),
    ("C", "progress extensions --ask 2024-03 --unit 市公安局 --to 2025-05-01 --reason 案卷未齐"),
    ("C", "form collect {}/市公安局.xlsx --as-of 2024-10-08"),
    # what the coordinator settles
    ("C", "form export 2024Q4 -o {}/四季度 --as-of 2024-12-20"),
    ("C", "progress accept 2"),
    ("C", "progress return --all --reason 没有写数据"),
    ("C", "task assign --file {}/分工表.xlsx"),
    ("C", "progress extensions --approve 1"),
    ("C", "progress extensions --refuse 2 --reason 理由不足"),
    ("C", "remind --plan 2024 --letters {}/函件 --as-of 2025-01-20"),
    ("C", "remind --plan 2024 --all --csv {}/名单.csv --as-of 2025-01-21"),
    ("C", "remind --plan 2024 --all --told 市公安局 --as-of 2025-01-22"),
    ("C", "plan close-period 2024Q4 --as-of 2025-01-25"),
    ("C", "plan reopen-period 2024Q1 --reason 有更正"),
    ("C", "task assign 2024-02 --unit 市财政局 --role 配合"),
    ("C", "task unassign 2024-04 --unit 市公安局"),
    ("C", "task extend 2024-02 --to 2025-06-30 --reason 工作需要"),
    ("C", "task mark 2024-02 --first-responsible"),
    ("C", "task mark 2024-01.1 --owner 市司法局"),
    ("C", "task pause 2024-02 --basis 会议决定"),
    ("C", "task resume 2024-02 --basis 会议决定"),
    ("C", "task drop 2024-02 --basis 会议决定"),
    ("C", "task merge 2024-03 --into 2024-04 --basis 会议决定"),
    ("C", "plan rollover 2024 2025"),
    ("C", "plan review 2025 --issuer 青禾市司法局"),
    ("C", "plan review 2025 --apply {}/核对表.xlsx"),
    ("C", "plan confirm 2025"),
    ("C", "plan import {}/另一份.txt"),
    ("C", "plan import {}/新版.txt --revise 2024"),
    ("C", "unit add 市档案馆"),
    ("C", "unit rename 市档案馆 市档案局"),
    ("C", "unit succeed 市财政局 市档案局 --from 2025-03-01"),
    ("C", "unit confirm --all"),
    ("C", "unit import {}/单位.csv"),
    ("C", "unit members 各县（市、区）政府 --set {}/名册.txt"),
    ("C", "report import {}/年报.txt --year 2023"),
    ("C", "report withdraw 2023 --reason 导入有误"),
    ("C", "user add 新人 --role 领导"),
    ("C", "user remove 新人 --reason 调离"),
    ("C", "backup -o {}/备份.db"),
    ("C", "migrate-to sqlite:///{}/搬家.db"),
    ("C", "restore {}/早先.db --replace"),
)
"""Who may (by their letters), and what: in an order in which the coordinator can do all of it."""


@pytest.fixture
def office(one_world: World, tmp_path: Path) -> Office:
    """An office with all four roles."""
    return office_of_four(one_world, tmp_path)


def outcome(office: Office, actor: str, words: str) -> str:
    """What becomes of a command: done, refused for who asks; or whatever else it said."""
    url = office.world.app.engine.url.render_as_string(hide_password=False)
    answer = run(url, actor, tuple(words.replace("{}", str(office.folder)).split()))
    if answer.code == 0 or (words.startswith("report check") and "请逐处核对" in answer.out):
        return "done"
    denied = f"“{actor}”无权" in answer.err + answer.out or f"“{actor}”不在用户名单里" in answer.err
    return "refused" if denied and answer.code == 1 else f"{answer.code}: {answer.out}{answer.err}"


def lying(office: Office) -> dict[str, str]:
    """The files of an office, each with a hash of what is in it."""
    return {str(path.relative_to(office.folder)): hashed(path) for path in office.folder.rglob("*")}


def hashed(path: Path) -> str:
    """What tells a file's content from any other's; a folder has none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@pytest.mark.parametrize("letter", PEOPLE)
def test_every_verb_is_done_for_those_who_may_and_refused_to_all_others(office: Office, letter: str) -> None:
    expected, found, changed, moved = {}, {}, [], []
    rows = office.world.rows()
    for who, words in TABLE:
        files = lying(office)
        expected[words] = "done" if letter in who else "refused"
        found[words] = outcome(office, PEOPLE[letter], words)
        after = office.world.rows()
        if letter not in who:
            changed += [words] if after != rows else []
            moved += [words] if lying(office) != files else []
        rows = after
    assert found == expected
    assert changed == []
    assert moved == []


@pytest.mark.parametrize("letter", "ULA")
def test_who_may_not_change_something_is_not_told_either_who_changed_it(office: Office, letter: str) -> None:
    """With a version that is too old the coordinator would be told."""
    refused = {words for who, words in TABLE if letter not in who and verb_of(words) in SEEING}
    refused -= {"plan import {}/另一份.txt"}  # what is new has no version
    assert len(refused) > 20
    assert {words: outcome(office, PEOPLE[letter], f"{words} --seen 0") for words in refused} == dict.fromkeys(
        refused, "refused"
    )


def test_who_is_not_entered_can_do_and_read_nothing(office: Office) -> None:
    rows = office.world.rows()
    assert {words: outcome(office, "路人", words) for _, words in TABLE} == {words: "refused" for _, words in TABLE}
    assert office.world.rows() == rows


def test_every_command_has_its_row_in_the_table() -> None:
    verbs = {name for name in NAMES if not any(other.startswith(f"{name} ") for other in NAMES) and name != "planner"}
    told = {name for name in verbs if any(f"{words} ".startswith(f"{name} ") for _, words in TABLE)}
    assert verbs == told | FOR_ANYBODY
