"""What the first sheet of a form (填报说明) says: whose it is, until when, how to fill it in, what is not asked for."""

from collections.abc import Iterator

from planner.domain.document import name_key
from planner.domain.form_layout import FORM_SHEET, SIGNED
from planner.domain.form_values import plain_text, short
from planner.domain.forms import TICK, FormBook, ReadForm
from planner.domain.wording import chinese_date

UNIT_LABEL, FORM_LABEL, STEPS_HEADING = "填报单位", "填报", "怎样填"
TO_FORM = f"点这里，到“{FORM_SHEET}”填写 →"
EXCUSED_HEADINGS = ("不用填的", "任务", "原因")
_MOST_TOLD = 5


def form_title(book: FormBook) -> str:
    """Of which plan and period the form is."""
    return f"{book.plan_title}　{book.period_label}填报表"


def return_line(book: FormBook) -> str:
    """Until when it is asked back."""
    return f"请最迟于 {chinese_date(book.return_by)} 报回"


def unit_line(book: FormBook) -> str:
    """Who is asked, for how many tasks."""
    again = f"　第{book.round}轮" if book.round > 1 else ""
    return f"{book.unit}　共{len(book.rows)}项任务{again}"


def steps(book: FormBook) -> Iterator[str]:
    """How to fill the form in; nothing is told that this form doesn't have."""
    yield f"在“{FORM_SHEET}”里填，一项任务一行。蓝色表头下面的白格要填，灰格供对照；点到白格会有提示。"
    yield f"有进展的，写“本期进展”；与上次报的一样的，“无变化”选{TICK}就行。两样都空着，就是这项没有报。"
    yield "“状态”从列表里选，空着就沿用上次的。"
    if any(row.points for row in book.rows):
        yield (
            "考核点右边的白格填数，只写数字。一般填本期数；填全年累计数的，写成“累计30”。"
            "比率分两格填达到数和总数。已经达成的不再问。"
        )
    yield "有问题的，写“存在问题”和“原因”；要别的单位帮助的，写“需协调事项”。没有就空着。"
    yield "“佐证”写文号、文件名或链接，几样用分号（；）隔开。"
    yield "要延期的，填“申请延期至”和“延期理由”。"
    if any(row.returned for row in book.rows):
        yield "有“退回原因”的任务，上次填报没有采纳，请照原因改好再报。"
    yield "可以筛选、调列宽行高；请不要增删行列、改表头、合并单元格。粘贴时请选“只粘贴文本”或“数值”。"
    yield f"在上面签好{'、'.join(SIGNED)}，存盘（仍存为 xlsx），整份发回。"


def words_on_guide(read: ReadForm, sent: FormBook) -> Iterator[str]:
    """What was typed on the sheet beside the signature: none of it is taken, so it is told."""
    known = {name_key(text) for text in _written(sent)}
    typed = [cell for cell in read.guide if name_key(plain_text(cell.value)) not in known]
    for cell in typed[:_MOST_TOLD]:
        yield f"{cell.place} 写的“{short(cell.value)}”没有收，请打开原件看"
    if len(typed) > _MOST_TOLD:
        yield f"“{typed[0].place.sheet}”上另有 {len(typed) - _MOST_TOLD} 格写的没有收，请打开原件看"


def _written(book: FormBook) -> Iterator[str]:
    """Every text of the sheet as it goes out."""
    yield from (form_title(book), return_line(book), UNIT_LABEL, unit_line(book), FORM_LABEL, TO_FORM, STEPS_HEADING)
    yield from (book.contact, book.phone)
    for number, step in enumerate(steps(book), 1):
        yield from (str(number), step)
    for line in (EXCUSED_HEADINGS, *book.excused):
        yield from line
