"""A database that can't be used."""

import re
from collections.abc import Sequence

from planner.errors.base import Conflict, InputError, StoreError


class DatabaseMissing(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”还不存在，请先运行 planner init，或用 --database 指明位置。")


class DatabaseEmpty(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”里还没有本程序的表，请先运行 planner init。")


class DatabaseOlder(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”是旧版本建的，请先运行 planner init 升级（数据会保留）。")


class DatabaseNewer(StoreError):
    def __init__(self, where: str, version: str) -> None:
        super().__init__(f"数据库“{where}”的版本（{version}）比本程序新，请换用更新的程序，不要用旧程序打开。")


class DatabaseReplaced(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"写入的时候数据库文件“{where}”被移走或换成了别的文件，这次写的不在里面，请核对以后再做一次。")


class DatabaseBusy(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”正被别的程序占用，等了一阵仍轮不到写，请稍后再试。")


class DatabaseReadOnly(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”是只读的，写不进去，请检查文件和所在文件夹的权限。")


class DatabaseForbids(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"连接数据库“{where}”的账号没有做这件事的权限，请让数据库管理员授权，或换一个账号。")


class DatabaseForeign(StoreError):
    def __init__(self, where: str, version: str) -> None:
        super().__init__(
            f"数据库“{where}”的版本（{version}）不是本程序的，它可能是别的程序的数据库，请核对 --database。"
        )


class DatabaseUnreadable(StoreError):
    def __init__(self, where: str, reason: str, advice: str = "请核对 --database 的位置和文件") -> None:
        super().__init__(f"打不开数据库“{where}”（{reason}），{advice}。")


class RowsUnreadable(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(
            f"数据库“{where}”里有读不懂的内容，它在程序以外被改过；请用 planner restore 从备份恢复，或请管理员改正。"
        )


class DatabaseAddressUnknown(StoreError):
    def __init__(self, url: str) -> None:
        at = "（用户名和密码里的 @ 写成 %40）" if url.count("@") > 1 else ""
        super().__init__(
            f"看不懂数据库地址“{without_password(url)}”，"
            f"请写成 sqlite:///文件名.db 或 postgresql+psycopg://用户@主机/库名{at}。"
        )


class DatabaseInMemory(StoreError):
    def __init__(self) -> None:
        super().__init__("数据库地址里没有文件名，内容只在内存里，什么也留不下，请写成 sqlite:///文件名.db。")


class DatabaseEncodingWrong(StoreError):
    def __init__(self, where: str, encoding: str) -> None:
        super().__init__(f"数据库“{where}”的编码是 {encoding}，存不全汉字，请换一个 UTF8 编码的库。")


class DatabaseGone(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(
            f"和数据库“{where}”的连接断了，最后做的这一步没有得到确认，"
            "请用 planner audit log 看过以后再决定要不要重做。"
        )


def without_password(url: str) -> str:
    """An address as it may be shown: a password, wherever it stands in it, must not end up on a screen."""
    # postgresql://王敏:a@b/c@host/plans, and without what stands before the name; postgresql://host/plans?password=a
    hidden = re.sub(r"^((?:[\w+.-]+:/+)?+[^:]*):.*@", r"\1:***@", url, flags=re.DOTALL)
    return re.sub(r"((?:password|passwd|pwd|passphrase)=)[^&]*", r"\1***", hidden, flags=re.IGNORECASE)


class DatabaseDriverMissing(StoreError):
    def __init__(self, driver: str) -> None:
        super().__init__(f"没有安装连接这种数据库的组件（{driver}），请安装 planner[postgresql]。")


class ValueUnstorable(StoreError):
    def __init__(self) -> None:
        super().__init__("有一个数或一段文字超出了数据库能存的范围，没有写入，请改短后再试。")


class ChangedSince(Conflict):
    """`count` acts since, of which `shown` may be told to who asks; `told` are the last of these."""

    def __init__(self, what: str, told: Sequence[str], count: int, shown: int, newest: str) -> None:
        others = f"其中 {count - shown} 处是别的单位的" if count > shown else ""
        more = f"{'最近' if shown > len(told) else '其余'} {len(told)} 处是" if count > len(told) else "是"
        listed = f"{more}：{'；'.join(told)}" if told else ""
        super().__init__(
            f"{what}在看过以后又有 {count} 处改动，{'，'.join(filter(None, (others, listed)))}。"
            f"这次没有写入，请再看一遍；仍要改的，把 --seen 写成 {newest}。"
        )


class VersionUnknown(InputError):
    def __init__(self, seen: str) -> None:
        super().__init__(
            f"操作记录里没有 --seen 写的“{seen}”，不是写错了，就是看过以后数据库恢复过；"
            "请再看一遍，版本号见 task show、unit show、plan show。"
        )


class ChangedMeanwhile(Conflict):
    def __init__(self) -> None:
        super().__init__("同一时间有别人改了同样的记录，这次没有写入，请再看一遍后重试。")
