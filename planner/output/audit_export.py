"""The audit log for an auditor: one zip with a workbook to read, a file to check and a program that checks it."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from planner.domain.audit_chain import canonical
from planner.domain.audit_verify import ChainedAct, Examination
from planner.domain.audit_words import fault_told
from planner.output.audit_xlsx import audit_workbook

Walk = Callable[[], Iterable[ChainedAct]]

LOG = "操作记录"
ROWS_A_WORKBOOK = 20_000
"""A workbook is in memory as a whole before it is written; what is longer goes on in the next."""


def audit_archive(day: dt.date, walk: Walk, found: Examination) -> bytes:
    """The zip. `walk` gives the rows, which it does twice; `found` is what a walk over just these found.

    The same rows and day give the same bytes, those of the workbook excepted.
    """
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        with archive.open(_entry(f"{LOG}.jsonl"), "w", force_zip64=True) as lines:
            for row in walk():
                lines.write(_line(row))
        for name, data in _workbooks(day, walk, found):
            archive.writestr(_entry(name), data)
        archive.writestr(_entry("说明.txt"), _guide(day, found).encode("utf-8-sig"))
        archive.writestr(_entry("核对.py"), Path(__file__).with_name("audit_check.py").read_bytes())
    return file.getvalue()


def _entry(name: str) -> ZipInfo:
    """A part of the zip with no clock in it."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _line(row: ChainedAct) -> bytes:
    """A row as one line of JSON whose last value is, byte for byte, what its hash is over."""
    form = b"null"
    if row.act is not None:
        try:
            form = canonical(row.act, row.previous)
        except RecursionError:  # brackets within brackets, deeper than any verb writes
            form = b"null"
    return b'{"id":%d,"hash":%b,"form":%b}\n' % (row.named.id, json.dumps(row.hash).encode(), form)


def _workbooks(day: dt.date, walk: Walk, found: Examination) -> Iterator[tuple[str, bytes]]:
    rows = iter(walk())
    several = found.rows > ROWS_A_WORKBOOK
    for number in range(1, max(1, -(-found.rows // ROWS_A_WORKBOOK)) + 1):
        name = f"{LOG}-{number}.xlsx" if several else f"{LOG}.xlsx"
        yield name, audit_workbook(day, list(islice(rows, ROWS_A_WORKBOOK)), found)


def _guide(day: dt.date, found: Examination) -> str:
    """说明.txt: what is in the archive, how the chain is made, how to check it, what was found."""
    faults = "".join(f"\r\n  {fault_told(fault)}" for fault in found.faults)
    result = f"发现 {len(found.faults)} 处问题：{faults}" if found.faults else "没有发现问题。"
    facts = (
        f"操作记录（截至 {day.isoformat()}）",
        f"条数：{found.rows}",
        f"最新校验码：{found.newest or '（还没有记录）'}",
        f"导出时核对：{result}",
    )
    return "\r\n".join((*facts, "", *_HOW)) + "\r\n"


_RECOMPUTED = (
    "import hashlib, json",
    'last = ""',
    f'for line in open("{LOG}.jsonl", "rb"):',
    "    row = json.loads(line)",
    "    own = hashlib.sha256(line.split(b'\"form\":', 1)[1].rstrip()[:-1]).hexdigest()",
    '    print(row["id"], own == row["hash"] and row["form"]["previous"] == last)',
    '    last = row["hash"]',
)
"""A program short enough to be typed by whoever won't run one that comes from the office itself."""

_HOW = (
    "一、有哪些文件",
    f"{LOG}.xlsx：供阅读，一行是一次操作；条数多时分成几个文件。",
    f"{LOG}.jsonl：供核对，一行是一次操作，是数据库里的原样；和 xlsx 不一致时，以它为准。",
    "核对.py：核对程序，只要有 Python 3.7 以上，不用安装 planner。",
    "操作按记录的先后排列，不按计入的日期。记录在前、计入日期却晚于“截至”的，也在里面：它后面还补记过更早的事。",
    "",
    "二、怎样核对",
    "1. 只有 Excel 或 WPS：",
    f"手里有另外印着的校验码的（台账封面、备份、以前的导出），在 {LOG}.xlsx 的“校验码”一列查找它的前 16 位；",
    "找不到，说明从那以后记录被截短、重写过，或者数据库恢复成了更早的备份，或者这次导出在它之前就截止了。",
    "再看第二行的条数和最新校验码，是否和本文件的、机关另外报来的一致。这样看不出哪一条的内容被改动过。",
    "2. 有 Python：",
    "在这个文件夹里运行：python 核对.py",
    "手里有另外印着的校验码的，运行：python 核对.py --anchor 校验码",
    "核对程序会逐条说明哪一条被改动、哪两条接不上，最后给出条数和最新校验码，请和上面的比对。",
    "3. 核对.py 也是被核对的一方交来的。要紧的核对，请不用这一份：",
    "从公开发布的 planner 源码里取 planner/output/audit_check.py（和它一字不差）来运行；或者照第三节自己算几条。",
    "",
    "三、校验码是怎样算的",
    'jsonl 的一行写成 {"id":序号,"hash":"校验码","form":{…}}，采用 UTF-8 编码。',
    "form 后面的 {…} 就是被计算的内容：actor 谁、verb 操作、target 对象、before 原来、after 现在、reason 理由，",
    "on 计入哪一天、recorded 记录的时刻（协调世界时）、office 哪家的记录、previous 上一条的校验码（第一条为空）。",
    "校验码 = SHA-256（这一段 {…} 的全部字节），写成 64 位小写的十六进制数字；一个字节不同，校验码就不同。",
    "每一条的内容里都有上一条的校验码，所以改动、删去、插入、挪动任何一条，它或后面一条就对不上。",
    "用任何能算 SHA-256 的工具都可以算。用 Python 只要这几行，每一条都应当是 True：",
    "",
    *(f"    {line}" for line in _RECOMPUTED),
    "",
    "序号只增不减，但不一定相连：没有办成的操作和别的单位的操作也会占用序号。",
    "",
    "四、看不出什么",
    "每一条都接得上，只说明这份记录自身一致。",
    "末尾被截去、从某一条起整份重写，要同存放在别处的校验码比对才看得出，所以请把每次印出的校验码存好。",
    "数据库恢复成更早的备份，不留操作，看起来和末尾被截去一样：以后印的校验码都找不到。遇到这种情形，请索取：",
    "恢复时另存的那一份（文件名里有“恢复前”）的操作记录，校验码应当在里面；所用备份旁边的“.核对.json”，",
    "里面 newest 是备份时的最新校验码，应当在现在的记录里；以及什么人、什么时候、为什么恢复的书面说明。",
    "核对的只是操作记录。绕过程序直接改填报、时限、分工等别的表，操作记录照样接得上；",
    "要看有没有这样的改动，请拿存放在别处的备份、当时交出的台账和填报表比对。",
)
