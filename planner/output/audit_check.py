"""核对导出的操作记录：只要有 Python 3.7 以上，不用装别的。

用法：python 核对.py [操作记录.jsonl] [--anchor 校验码]

不写文件名，就核对和本程序放在一起的“操作记录.jsonl”；--anchor 后面写台账封面、备份或导出上印着的校验码，
至少写前 16 位，大小写、中间有没有空格都一样。没有问题时退出码是 0，有问题是 1，核对不了是 2。
"""

# Not imported by the program: it is copied into the archive of an audit export and runs where planner isn't.

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Iterator, NamedTuple  # noqa: UP035 - as Python 3.7 has them

FILE = "操作记录.jsonl"
# {"id":12,"hash":"3f9a…","form":{…}}: what stands behind "form": is hashed as it stands, byte for byte
LINE = re.compile(rb'\{"id":([0-9]+),"hash":("(?:[^"\\]|\\.)*"),"form":(.*)\}')
# 3f9a0c52d1e84b76, or all 64 digits
ANCHOR = re.compile(r"[0-9a-f]{16,64}")
GOOD, FAULTY, UNUSABLE = 0, 1, 2
HELP = ("-h", "--help")
NOT_FOUND = (
    "操作记录里没有这一条：导出的在它之前就截止了，或者记录被截短、重写过，或者数据库恢复成了更早的备份。"
    "恢复过的，请索取恢复时另存的那一份，把这个校验码拿去核对它的操作记录。"
)
NOT_THE_ROWS = (".xlsx", ".zip", ".txt", ".csv")
VERBS = {
    "plan:import": "导入计划",
    "plan:confirm": "确认计划",
    "plan:review": "核对",
    "plan:revise": "修订",
    "plan:close-period": "关账",
    "plan:reopen-period": "重新打开",
    "plan:rollover": "结转",
    "unit:add": "添加单位",
    "unit:rename": "单位更名",
    "unit:succeed": "单位接替",
    "unit:confirm": "确认类别",
    "unit:import": "导入单位",
    "unit:members": "设置名册",
    "task:assign": "指定单位",
    "task:unassign": "撤销单位",
    "task:due": "改时限",
    "task:extend": "延期",
    "task:mark": "作标记",
    "task:pause": "暂缓",
    "task:drop": "取消",
    "task:merge": "并入",
    "task:resume": "恢复",
    "progress:log": "填报",
    "progress:accept": "采纳",
    "progress:return": "退回",
    "extension:ask": "申请延期",
    "extension:approve": "同意延期",
    "extension:refuse": "不同意延期",
    "extension:settle": "一并同意延期",
    "form:round": "开一轮填报",
    "form:export": "发填报表",
    "form:collect": "收填报表",
    "report:import": "导入往年报告",
    "report:withdraw": "撤下往年报告",
    "remind:letter": "发函催办",
    "remind:list": "列入催办名单",
    "remind:told": "口头催办",
    "user:add": "登记用户",
    "user:remove": "注销用户",
}
"""What the stored words mean; a test holds them to planner/domain/audit_words.py."""


class Row(NamedTuple):
    """A line: its number, the hash that it carries, that of its content, what it names as the one before, its name."""

    id: int
    hash: str
    due: str
    previous: object
    name: str


def read_row(line: bytes) -> Row | None:
    """A line of the file; None where it isn't one."""
    match = LINE.fullmatch(line.rstrip(b"\r\n"))
    if match is None:
        return None
    said = parsed(match.group(3))
    said = said if isinstance(said, dict) else {}
    told = "，".join(printable(worded(key, str(said.get(key, "")))) for key in ("on", "actor", "verb", "target"))
    number = int(match.group(1)[:18])
    return Row(number, str(parsed(match.group(2))), sha256(match.group(3)).hexdigest(), said.get("previous"), told)


def worded(key: str, value: str) -> str:
    """A value of a row; what was done in Chinese, with the stored word behind it."""
    return f"{VERBS[value]} {value}" if key == "verb" and value in VERBS else value


def parsed(text: bytes) -> object:
    """What a text says as JSON; None where it says nothing."""
    try:
        value: object = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return value


def printable(text: str) -> str:
    """A text as one short line."""
    return "".join(char if char.isprintable() else "?" for char in text)[:60]


def faults_of(row: Row, before: Row | None) -> Iterator[str]:
    """What is wrong with a row, seen from the one before it."""
    if row.due != row.hash:
        yield "内容和校验码对不上，这一条被改动过。"
    if before is None:
        if row.previous != "":
            yield "它前面还有过记录，被删去了，或者这一条被改写过。"
        return
    if row.id <= before.id:
        yield f"序号没有比前一条（序号{before.id}）大，记录被挪动或者重复了。"
    if row.previous != before.hash:
        yield (
            f"和前一条（序号{before.id}）接不上：当中有记录被删去或者插进来，顺序被调换过，"
            "或者其中一条改写后重算过校验码。"
        )


class Checked:
    """What was found so far: how many rows, the newest hash, how many faults, where the anchor stands."""

    def __init__(self, anchor: str) -> None:
        self.anchor, self.rows, self.newest, self.faults = anchor, 0, "", 0
        self.found: tuple[int, int] | None = None

    def tell(self, where: str, fault: str) -> None:
        """Print a fault and count it."""
        self.faults += 1
        say(f"{where}：{fault}")


def check(path: Path, anchor: str) -> Checked:
    """Read a file from its first line to its last, and print what is wrong."""
    checked = Checked(anchor)
    before: Row | None = None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            row = read_row(line)
            if row is None:
                checked.tell(f"第{number}行", "读不出，被改动过，或者文件没有存全。")
                continue
            checked.rows += 1
            checked.newest = row.hash
            for fault in faults_of(row, before):
                checked.tell(f"序号{row.id}（{row.name}）", fault)
            if anchor and checked.found is None and anchor in (row.hash[: len(anchor)], row.due[: len(anchor)]):
                checked.found = (row.id, checked.rows)
            before = row
    return checked


def conclude(checked: Checked) -> int:
    """Print the count, the newest hash and what became of the anchor; the exit code."""
    say(f"共 {checked.rows} 条，最新校验码 {checked.newest or '（无）'}。")
    if checked.anchor and checked.found:
        number, at = checked.found
        say(f"给出的校验码是序号{number}的，其后又有 {checked.rows - at} 条。")
    elif checked.anchor:
        checked.tell("给出的校验码", NOT_FOUND)
    else:
        say("没有给 --anchor：末尾被截去、整份被重写，只有同另外印着的校验码比对才看得出。")
    say(f"发现 {checked.faults} 处问题。" if checked.faults else "每一条的内容、校验码和前后顺序都对得上。")
    return FAULTY if checked.faults else GOOD


def say(sentence: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{sentence}\n")


def main(words: list[str]) -> int:
    """Check what the command line names; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a screen may lack a character
    if any(word in HELP for word in words):
        say(str(__doc__).strip())
        return GOOD
    words, anchor = without_anchor(words)
    if anchor is not None and not ANCHOR.fullmatch(anchor):
        return fail("--anchor 后面要写校验码，至少写前 16 位（0—9、a—f）。")
    if len(words) > 1 or (words and words[0].startswith("-")):
        return fail(str(__doc__).strip())
    return told(Path(words[0]) if words else Path(__file__).resolve().with_name(FILE), anchor or "")


def told(path: Path, anchor: str) -> int:
    """Check a file and say what is wrong, or why it can't be; the exit code."""
    if path.suffix.lower() in NOT_THE_ROWS:
        return fail(f"“{path.name}”不是供核对的原样记录，请给 {FILE}（导出的 zip 解压以后，和本程序在一起）。")
    try:
        return conclude(check(path, anchor))
    except FileNotFoundError:
        return fail(f"找不到“{path}”，请把它和本程序放在一起，或写明文件名。")
    except OSError:
        return fail(f"读不了“{path}”，请检查它是不是文件、有没有读取权限。")


def without_anchor(words: list[str]) -> tuple[list[str], str | None]:
    """The words without --anchor, and the hash behind it without blanks and in lower case; None where there is none."""
    words = [part for word in words for part in (word.split("=", 1) if word.startswith("--anchor=") else [word])]
    if "--anchor" not in words:
        return words, None
    place = words.index("--anchor")
    return words[:place] + words[place + 2 :], "".join("".join(words[place + 1 : place + 2]).split()).lower()


def fail(sentence: str) -> int:
    """Say why nothing can be checked; the exit code."""
    sys.stderr.write(f"{sentence}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
