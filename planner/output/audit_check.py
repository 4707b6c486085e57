"""核对导出的操作记录：只要有 Python 3.7 以上，不用装别的。

用法：python 核对.py [操作记录.jsonl] [--anchor 校验码]

不写文件名，就核对和本程序放在一起的“操作记录.jsonl”；--anchor 后面写台账封面、备份或导出上印着的校验码，
至少写前 16 位。没有问题时退出码是 0，有问题是 1，核对不了是 2。
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
    told = "，".join(printable(str(said.get(key, ""))) for key in ("on", "actor", "verb", "target"))
    number = int(match.group(1)[:18])
    return Row(number, str(parsed(match.group(2))), sha256(match.group(3)).hexdigest(), said.get("previous"), told)


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
        checked.tell("给出的校验码", "操作记录里没有这一条：导出的在它之前就截止了，或者记录被截短、重写过。")
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
    anchor = ""
    if "--anchor" in words:
        place = words.index("--anchor")
        anchor = "".join(words[place + 1 : place + 2]).strip().lower()
        del words[place : place + 2]
        if not ANCHOR.fullmatch(anchor):
            return fail("--anchor 后面要写校验码，至少写前 16 位（0—9、a—f）。")
    if len(words) > 1 or (words and words[0].startswith("-")):
        return fail(str(__doc__).strip())
    path = Path(words[0]) if words else Path(__file__).resolve().with_name(FILE)
    try:
        return conclude(check(path, anchor))
    except FileNotFoundError:
        return fail(f"找不到“{path}”，请把它和本程序放在一起，或写明文件名。")
    except OSError:
        return fail(f"读不了“{path}”，请检查它是不是文件、有没有读取权限。")


def fail(sentence: str) -> int:
    """Say why nothing can be checked; the exit code."""
    sys.stderr.write(f"{sentence}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
