"""Backups that can't be made or taken, and databases that can't be moved."""

from collections.abc import Sequence
from pathlib import Path

from planner.errors.base import InputError, Refused, StoreError


class BackupExists(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已经有了，没有覆盖；请换一个文件名，或加 --replace 换下它。")


class KeptExists(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"换下的数据要另存到“{path}”，那里已经有文件，没有覆盖，数据库也没有改动；请用 --keep 另写一个文件名。"
        )


class BackupIsDatabase(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”就是正在用的数据库，备份要写到别的文件，恢复要从别的文件来；请换一个文件名。")


class BackupUnlike(StoreError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"备份写到“{path}”后核对不上（{what}），没有留下；请换一个盘或文件夹再试。")


class NotABackup(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”不是本程序的备份，请核对选的文件；备份由 planner backup 写出。")


class BackupInUse(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}”旁边有 -wal 文件，它是正在用的数据库，最新的内容不全在这个文件里；"
            "请用 planner --database 指明它，运行 planner backup 得到备份后再用。"
        )


class BackupAltered(InputError):
    def __init__(self, path: Path, beside: str) -> None:
        super().__init__(
            f"“{path}”和备份时不一样了（校验码与旁边的“{beside}”不符），没有采用；请改用另一份没有动过的备份。"
        )


class ManifestUnreadable(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"备份旁边的核对文件“{path}”读不了或被改过，没有采用；请改用另一份没有动过的备份。")


class BackupDamaged(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"备份“{path}”已损坏（{what}），没有采用；请改用另一份备份。")


class BackupNewer(InputError):
    def __init__(self, path: Path, version: str) -> None:
        super().__init__(f"备份“{path}”的版本（{version}）比本程序新，请换用更新的程序来恢复。")


class RestoreReplaces(Refused):
    def __init__(self, where: str, told: str) -> None:
        super().__init__(
            f"数据库“{where}”里已有数据，没有改动：{told}。确实要换成备份，请加 --replace（现有的数据会先另存一份）。"
        )


class DatabaseBroken(StoreError):
    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(
            f"{sentence.rstrip('。')}；如果“{where}”已经坏了，请先把它连同同名的 -wal、-shm 文件移到别处，再恢复。"
        )


class DatabaseLeftOver(StoreError):
    def __init__(self, where: str, left: str) -> None:
        super().__init__(
            f"数据库“{where}”不在了，旁边却还有它的“{left}”，里面可能有没并进去的内容；请先把它移到别处，再试一次。"
        )


class MoveHoldsRows(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”里已有数据，没有搬进去；请换一个空的数据库。")


class MoveOntoItself(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(f"“{where}”就是正在用的数据库，不用搬；请核对新数据库的地址。")


class CopyDiffers(StoreError):
    def __init__(self, where: str, tables: Sequence[str]) -> None:
        super().__init__(f"写进数据库“{where}”的内容和原来的对不上（{'、'.join(tables)}），已全部撤回；请再试一次。")


class RowUnreadable(StoreError):
    def __init__(self, table: str) -> None:
        super().__init__(f"表 {table} 里有读不懂的日期或时刻，数据库在程序以外被改过；请从备份恢复，或请管理员改正。")


class RowUnstorable(StoreError):
    def __init__(self, table: str) -> None:
        super().__init__(
            f"表 {table} 里有新数据库存不下的文字或数（例如夹着空字符的文字），一行也没有写入；请先在原库里改正。"
        )
