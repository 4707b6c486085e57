"""What a single cell of a form means, however it was typed; what isn't understood is told and never guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from planner.domain.days import day_of
from planner.domain.document import fold, name_key
from planner.domain.drafts import CheckpointKind
from planner.domain.figure_marks import cleaned
from planner.domain.figures import GivenFigure, fitted, parse_figure
from planner.domain.forms import DONE_WORD, TICK, Amount, CellValue, FormField, FormPoint
from planner.domain.progress import Basis, Status
from planner.domain.wording import WORDS
from planner.domain.workbooks import LONGEST_CELL
from planner.errors import FigureUnreadable

EVIDENCE_KINDS = ("文号", "文件", "链接")

_STATUSES: Mapping[str, Status] = {WORDS[status]: status for status in Status}
_TICKS = frozenset({TICK, "✓", "✔", "是", "对", "1", "x", "无变化", "true"})
_NO_TICKS = frozenset({"", "否", "0", "false"})
_DONE = frozenset({DONE_WORD, "已完成", "完成", "是", "对", "1", TICK, "✓", "✔", "true"})
_NOT_DONE = frozenset({"", "否", "0", "未达成", "false"})
_SCALES = ("亿", "万", "千", "百")
_MOST = Decimal(10) ** 15
# -3 / －3 / 负3
_NEGATIVE = re.compile(r"\s*(?:累计|本期)?\s*[-−–—负]\s*\d.*", re.DOTALL)
# 13/12件, 累计 0/0
_SHARE = re.compile(r"(?:累计|本期)?\s*[\d.,]+\s*/\s*[\d.,]+\s*\D*")
# 云司发〔2024〕12号 / 云司发[2024] 3 号
_DOCUMENT_NUMBER = re.compile(r"[〔\[(【]\d{4}[〕\])】]\s*(?:第\s*)?\d+\s*号")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# 文号：云司发〔2024〕12号 / 链接:http://…
_KIND = re.compile(rf"\s*({'|'.join(EVIDENCE_KINDS)})\s*[:：]")
_BETWEEN_ITEMS = re.compile(r"[；;\n]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class CellUnreadable(Exception):
    """A cell that isn't understood: a Chinese clause that says why, and what would do.

    `field` is whose cell it is where that isn't plain.
    """

    def __init__(self, message: str, field: FormField | None = None) -> None:
        super().__init__(message)
        self.field = field


def plain_text(value: CellValue) -> str:
    """A cell as trimmed text with newlines kept: a day as 2024-06-30, a number without needless decimals."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return format(Decimal(f"{value:.15g}"), "f")
    return cleaned(_UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def is_as_written(value: CellValue, written: CellValue) -> bool:
    """Whether a cell still says what was written into it. A text beyond the longest cell was cut, and counts so far."""
    if isinstance(written, dt.date):
        return _same_day(value, written)
    found, sent = plain_text(value), plain_text(written)
    if len(sent) > LONGEST_CELL:
        return found[:LONGEST_CELL] == sent[:LONGEST_CELL]
    return found == sent


def is_unchanged(value: CellValue, written: CellValue) -> bool:
    """Whether a locked cell still says what was written into it, blanks and full widths apart."""
    if isinstance(written, dt.date):
        return _same_day(value, written)
    found, sent = plain_text(value), plain_text(written)
    if len(sent) > LONGEST_CELL:
        found, sent = found[:LONGEST_CELL], sent[:LONGEST_CELL]
    return found == sent or name_key(found) == name_key(sent)


def _same_day(value: CellValue, day: dt.date) -> bool:
    try:
        return as_date(value) == day
    except CellUnreadable:
        return False


def short(value: CellValue, length: int = 30) -> str:
    """A cell as a message quotes it: on one line, and not too long."""
    text = " ".join(plain_text(value).split())
    return text if len(text) <= length else f"{text[:length]}…"


# ---- words, ticks, days ----


def as_words(value: CellValue) -> str:
    """A text of any length that a cell can hold whole."""
    text = plain_text(value)
    if len(text) > LONGEST_CELL:
        raise CellUnreadable(f"这一格超过{LONGEST_CELL}字，表格里放不全，请写短一些")
    return text


def as_status(value: CellValue) -> Status | None:
    """A status from its word; None for a blank."""
    word = name_key(plain_text(value))
    if word and word not in _STATUSES:
        raise CellUnreadable(f"看不懂“{short(value)}”，请从 {'、'.join(_STATUSES)} 中选一个，或留空")
    return _STATUSES.get(word)


def as_tick(value: CellValue) -> bool:
    """Whether a cell is ticked."""
    mark = _mark(value)
    if mark in _TICKS:
        return True
    if mark in _NO_TICKS:
        return False
    raise CellUnreadable(f"看不懂“{short(value)}”，没有变化请填 {TICK}，有变化请留空")


def as_date(value: CellValue) -> dt.date | None:
    """A day, as a date or as text; None for a blank."""
    if isinstance(value, dt.date):
        return value
    try:
        return day_of(plain_text(value))
    except ValueError:
        raise CellUnreadable(f"“{short(value)}”不是日期，请写成 2024-06-30 的样子") from None


def _mark(value: CellValue) -> str:
    return name_key(plain_text(value)).lower().removesuffix("\ufe0f")


# ---- evidence ----


def as_evidence(value: CellValue) -> tuple[str, ...]:
    """Items as `kind：value`, parted by semicolons or newlines; a kind that was left out is told by the words."""
    items = (item.strip() for item in _BETWEEN_ITEMS.split(as_words(value)))
    return tuple(_item(item) for item in items if item)


def _item(text: str) -> str:
    named = _KIND.match(text)
    if named:
        said = text[named.end() :].strip()
        if not said:
            raise CellUnreadable(f"“{named[1]}：”后面是空的，请写明，如 文号：云司发〔2024〕12号")
        return f"{named[1]}：{said}"
    if _LINK.match(text):
        return f"链接：{text}"
    return f"文号：{text}" if _DOCUMENT_NUMBER.search(fold(text)) else f"文件：{text}"


# ---- figures ----


def as_amount(point: FormPoint, said: CellValue, whole: CellValue) -> Amount | None:
    """A checkpoint's figure from its cell, for a share also from that of the whole; None where both are blank.

    Numbers are understood in full width, with their unit of measure, as 累计…, 12/12 or 95%, and come in the
    checkpoint's own unit of measure.
    """
    if point.yes_or_no:
        return _done(said)
    if not plain_text(said):
        if plain_text(whole):
            raise CellUnreadable("只填了总数，没有填本期数，请一并填写，或都留空")
        return None
    given = _given(point, said, FormField.AMOUNT)
    if point.kind is CheckpointKind.RATE:
        return _share(point, given, whole)
    try:
        value = fitted(given, point.kind, point.unit).value
    except FigureUnreadable:
        raise CellUnreadable(_misfit(point, given)) from None
    return Amount(value, basis=given.basis, printed=given.printed)


def _done(said: CellValue) -> Amount | None:
    mark = _mark(said)
    if mark in _DONE:
        return Amount(Decimal(1), printed=plain_text(said))
    if mark in _NOT_DONE:
        return None
    raise CellUnreadable(f"看不懂“{short(said)}”，这个考核点达成了请选 {DONE_WORD}，没有达成请留空")


def _given(point: FormPoint, said: CellValue, field: FormField) -> GivenFigure:
    if isinstance(said, dt.date):
        raise CellUnreadable(_no_day(point, said), field)
    text = plain_text(said)
    try:
        given = parse_figure(f"{point.code}={text}")
    except FigureUnreadable:
        raise CellUnreadable(_no_number(text), field) from None
    if given.unit in _SCALES:
        raise CellUnreadable(f"“{short(text)}”没有写计量单位，请写全数字，如 12000", field)
    if max(given.value, given.whole or given.value) > _MOST:
        raise CellUnreadable(f"“{short(text)}”太大，请核对", field)
    return given


def _no_day(point: FormPoint, day: dt.date) -> str:
    both = "，请把达到数和总数分别填在两格里" if point.kind is CheckpointKind.RATE else ""
    return (
        f"要填数，这里却是日期（{day}）：像 {day.month}/{day.day} 这样的数会被表格软件当成日期{both or '，请只写数字'}"
    )


def _no_number(text: str) -> str:
    folded = fold(text)
    if _NEGATIVE.fullmatch(folded):
        return f"“{short(text)}”是负数，请填不小于零的数"
    if _SHARE.fullmatch(folded):
        return f"“{short(text)}”的达到数大于总数，或总数是零，请核对"
    return f"“{short(text)}”不是数字，请只写数字，如 12"


def _misfit(point: FormPoint, given: GivenFigure) -> str:
    if given.part is not None or given.unit == "%":
        return f"“{short(given.printed)}”是比率，这个考核点要的是{point.unit or '个'}数，请只写数字"
    return f"“{short(given.printed)}”的计量单位与考核点不同（应为{point.unit}），请换算后再填"


def _share(point: FormPoint, given: GivenFigure, whole: CellValue) -> Amount:
    """A share: 12/12 or 95% in one cell, or its part and its whole in two."""
    blank = not plain_text(whole)
    if given.unit == "%":
        if not blank:
            raise CellUnreadable("填了百分数就不填总数；有总数时本期数请填达到数")
        return Amount(given.value, basis=given.basis, printed=given.printed)
    if given.part is not None and blank:
        return Amount(given.value, given.part, given.whole, given.basis, given.printed)
    if blank:
        raise CellUnreadable("没有填总数：报的是比率，请填总数，或在本期数里写成 12/12 或 95% 的样子", FormField.WHOLE)
    total = _total(point, given, whole)
    if given.part is not None:
        if given.whole != total:
            raise CellUnreadable(f"与“{short(given.printed)}”里的总数不同，请核对", FormField.WHOLE)
        return Amount(given.value, given.part, given.whole, given.basis, given.printed)
    if not total or given.value > total:
        raise CellUnreadable(f"达到数（{given.value}）大于总数（{total}），或总数是零，请核对")
    return Amount(100 * given.value / total, given.value, total, given.basis, given.printed)


def _total(point: FormPoint, part: GivenFigure, whole: CellValue) -> Decimal:
    total = _given(point, whole, FormField.WHOLE)
    if total.part is not None or total.unit == "%":
        raise CellUnreadable(f"“{short(whole)}”不是总数，请只写一个数字", FormField.WHOLE)
    units = [unit for unit in (part.unit, total.unit) if unit]
    in_scale = any(unit[0] in _SCALES for unit in units)
    if name_key(part.unit) != name_key(total.unit) and (in_scale or len(units) > 1):
        raise CellUnreadable("与本期数的计量单位不同，请两格都只写数字", FormField.WHOLE)
    if total.basis is Basis.YEAR_TO_DATE and part.basis is Basis.PERIOD:
        raise CellUnreadable("是累计数，本期数却不是，请核对", FormField.WHOLE)
    return total.value
