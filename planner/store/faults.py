"""What a driver's fault says of a database that can't be used, as a refusal of our own."""

import re
import sqlite3
from collections.abc import Callable
from traceback import walk_tb

from sqlalchemy.exc import DatabaseError, DataError, ProgrammingError

from planner import errors

_READ_ROWS = ("sqlalchemy.engine.result", "sqlalchemy.engine._result")
_NOT_OURS = "里面的表不是本程序的，或者不全"
_ASK = "请问管这个数据库的人"
_AGAIN = "请稍后再试"
_ADDRESS = "请核对 --database 的地址"
_FILE = "请核对 --database 的位置和文件"

_UNREACHABLE = (
    (r"password authentication failed|no password supplied", "用户名或密码不对", _ADDRESS),
    (r'database ".*" does not exist', "服务器上没有这个库", _ADDRESS),
    (r'role ".*" does not exist|no pg_hba\.conf entry|not permitted to log in', "服务器不让这个用户登录", _ASK),
    (r"permission denied for database", "这个用户不能进这个库", _ASK),
    (r"Connection refused|No such file or directory", "这个地址和端口上没有数据库在运行", _ADDRESS),
    (r"failed to resolve host|could not translate host name", "找不到这个主机", _ADDRESS),
    (r"timeout expired|timed out|No route to host|Network is unreachable", "服务器没有回应", _ADDRESS),
    (r"too many clients|connection slots|too many connections", "服务器的连接都占满了", _AGAIN),
    (r"is starting up|is shutting down|in recovery mode|not yet accepting", "服务器正在启动或停止", _AGAIN),
    (r"not currently accepting connections", "这个库暂时不接受连接", _AGAIN),
    (r"invalid \w+ value", "地址里的选项不对", _ADDRESS),
    (r"SSL", "加密连接的要求和服务器的不一致", _ASK),
)
"""PostgreSQL gives no code where it isn't reached: `FATAL:  database "plans" does not exist`, `Connection refused`."""


def refusal_of(fault: DatabaseError, where: str) -> Exception:
    """The refusal that tells of a fault of the database named `where`; the fault itself where it is our own SQL's."""
    if state := _STATES.get(getattr(fault.orig, "sqlstate", None) or ""):
        return state(where)
    if isinstance(fault, ProgrammingError) and fault.statement is not None:
        return fault  # a fault of our own SQL keeps its traceback
    if isinstance(fault, DataError):
        return errors.ValueUnstorable()
    if isinstance(fault.orig, sqlite3.Error):
        return _of_sqlite(_reason(fault), where)
    return errors.DatabaseGone(where) if fault.connection_invalidated else _unreached(fault, where)


def is_of_a_row(fault: ValueError | TypeError | LookupError) -> bool:
    """Whether a fault came up where SQLAlchemy read a row: days, words and numbers that somebody else put there."""
    if isinstance(fault, UnicodeEncodeError):
        return False
    return any(frame.f_globals["__name__"].startswith(_READ_ROWS) for frame, _ in walk_tb(fault.__traceback__))


def not_ours(where: str) -> errors.DatabaseUnreadable:
    """The refusal of a database whose tables are another program's, or not all there."""
    return errors.DatabaseUnreadable(where, _NOT_OURS)


def _reason(fault: DatabaseError) -> str:
    return (str(fault.orig).strip().splitlines() or ["原因不明"])[0]


def _unreached(fault: DatabaseError, where: str) -> Exception:
    if isinstance(fault, ProgrammingError):  # what stands behind the question mark is no option of a connection
        return errors.DatabaseUnreadable(where, f"地址里的选项不对：{_reason(fault)}", _ADDRESS)
    for pattern, reason, advice in _UNREACHABLE if fault.statement is None else ():
        if re.search(pattern, str(fault.orig)):
            return errors.DatabaseUnreadable(where, reason, advice)
    return errors.DatabaseUnreadable(where, _reason(fault))


def _of_sqlite(reason: str, where: str) -> Exception:
    if "locked" in reason or "busy" in reason:
        return errors.DatabaseBusy(where)
    if "readonly" in reason:
        return errors.DatabaseReadOnly(where)
    if reason.startswith(("no such table", "no such column", "duplicate column")) or reason.endswith("already exists"):
        return not_ours(where)
    if reason in _OF_SQLITE:
        return errors.DatabaseUnreadable(where, *_OF_SQLITE[reason])
    return errors.DatabaseUnreadable(where, reason)


_OF_SQLITE = {
    "file is not a database": ("它不是数据库文件", _FILE),
    "unable to open database file": ("文件打不开", _FILE),
    "database disk image is malformed": ("文件已损坏", "请把它移开，用 planner restore 从备份恢复"),
    "database or disk is full": ("磁盘已满", "请腾出空间再试"),
    "disk I/O error": ("磁盘读写出错", "多半是磁盘已满：请腾出空间再试；不是的，先备份，再检查磁盘"),
}


def _unreadable(reason: str, advice: str) -> Callable[[str], Exception]:
    return lambda where: errors.DatabaseUnreadable(where, reason, advice)


_STATES: dict[str, Callable[[str], Exception]] = {
    "40P01": lambda _: errors.ChangedMeanwhile(),  # two writers wait for each other: it has sent one of them away
    "40001": lambda _: errors.ChangedMeanwhile(),  # they can't both be right
    "55P03": errors.DatabaseBusy,  # a lock was not to be had in the time set
    "42501": errors.DatabaseForbids,  # the account may not do that
    "25006": errors.DatabaseForbids,  # it, or the whole server, may only read
    "42P01": not_ours,  # a table that isn't there
    "42703": not_ours,  # a column that isn't there
    "42P07": not_ours,  # a table that is there already
    "42701": not_ours,  # a column that is there already
    "3F000": _unreadable("地址里写的 search_path 在库里没有", _ADDRESS),
    "57014": _unreadable("做得太久，被服务器中止了", f"{_AGAIN}，或{_ASK}"),
    "57P01": errors.DatabaseGone,  # the server stops, or its keeper ended the connection
    "57P02": errors.DatabaseGone,  # the server broke down
    "57P05": errors.DatabaseGone,  # nothing was said for too long
    "25P03": errors.DatabaseGone,  # the same within a transaction
    "25P04": errors.DatabaseGone,  # a transaction that took too long
    "53100": _unreadable("服务器的磁盘已满", _ASK),
    "53200": _unreadable("服务器的内存不够", _AGAIN),
}
"""What PostgreSQL's codes mean to us."""
