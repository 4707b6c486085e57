"""The first sheet of the workbook of material (说明): what it is, what to do, how much there is."""

from collections import Counter
from collections.abc import Iterator

from planner.domain.material import ReportPart, Use
from planner.domain.material_book import FIGURES_SHEET, MATERIAL_SHEET, MaterialBook, part_label
from planner.domain.wording import WORDS
from planner.output.guides import GuideLine, fill_lines
from planner.output.looks import Shade
from planner.output.sheets import Sheet, set_up_page

_WIDTHS = (21.0, 104.0)


def fill_material_guide(sheet: Sheet, book: MaterialBook) -> None:
    """Write the sheet: the plan and the day, ten steps, the colours, how many rows each part has; one page in print."""
    title = f"{book.material.plan_title}年度报告选材表"
    steps = (GuideLine(f"怎样选材 {number}", told) for number, told in enumerate(_steps(book), 1))
    fill_lines(sheet, title, _WIDTHS, (_facts(book), steps, _LEGEND, _counts(book)))
    set_up_page(sheet, heading="", header_rows=None)
    sheet.worksheet.page_setup.fitToHeight = 1


def _facts(book: MaterialBook) -> list[GuideLine]:
    return [
        GuideLine("工作要点", f"{book.material.plan_title}（代码 {book.material.plan_code}）"),
        GuideLine("报告年度", f"{book.material.year}年"),
        GuideLine("数据截止", f"{book.as_of.isoformat()}，只有已采纳的填报"),
    ]


def _steps(book: MaterialBook) -> tuple[str, ...]:
    code = book.material.plan_code
    apply = (
        f"改好存盘，运行：planner report annual {code} --material 选材.xlsx -o 报告.docx。"
        "先逐格检查，有一处不对就说明是哪一格，不出报告；导出以后又采纳的填报，会提示出来并按规则的提议写进去。"
    )
    return (
        f"“{MATERIAL_SHEET}”表一行是一条可以写进报告的话或数据，已经按规则提议了怎样处理；只改白色和黄色的格子，灰色的供对照。",
        f"“处理”选“{WORDS[Use.TAKE]}”，写进报告；选“{WORDS[Use.LEAVE]}”，不写，提议并入它的行也一起不写。",
        f"“处理”选“{WORDS[Use.MERGE]}”，这一行并到另一行里说：在“并入”写那一行第一列的序号。只能并入同一项任务、同一部分里采用的行。",
        "“报告用语”是报告里的写法，可以随意改；要几行合成一句的，在采用的那一行里写好。",
        "改动了数字，出报告时会逐处列出改动前后；填报里没有的数字，报告的数据出处里会写明是手工填写。",
        "“原因”只有问题可以填；空着的，报告里留〔待补充：原因〕。",
        "“排序”是同一项任务里先写哪一行，从小到大；要插到2和3之间，写 2.5。",
        f"要补写填报里没有的话，写在“{MATERIAL_SHEET}”表末的空行里，写明任务编号；出报告时会提示没有填报作出处。",
        f"“{FIGURES_SHEET}”表列出每个数据出自哪份填报、全年数怎么算的，供核对。可以筛选；要排序、删行的，先撤消工作表保护（没有密码），整行删掉的按“{WORDS[Use.LEAVE]}”处理。",
        apply,
    )


_LEGEND = (
    GuideLine("可改", "白色：采用的行里可以改的格子，和表末可以补写的空行。", None),
    GuideLine(
        "提议",
        f"黄色：规则提议{WORDS[Use.MERGE]}或{WORDS[Use.LEAVE]}的行，理由写在“理由和提示”里，可以改。",
        Shade.PROPOSED,
    ),
    GuideLine("提示", "橙色：同一项数据前后有两个数，请核实后在“报告用语”里写准。", Shade.NOTED),
    GuideLine("对照", "灰色：供对照，不能改；改了会整份退回。", Shade.LOCKED),
)


def _counts(book: MaterialBook) -> Iterator[GuideLine]:
    for part in ReportPart:
        uses = Counter(row.use for row in book.material.rows if row.part is part)
        told = "，".join(f"{WORDS[use]}{uses[use]}行" for use in Use if uses[use])
        yield GuideLine(part_label(part), f"{uses.total()}行：{told}" if told else "没有材料，报告里留〔待补充〕")
    figures = sum(len(row.origins) for row in book.material.rows)
    yield GuideLine(FIGURES_SHEET, f"{figures}处")
