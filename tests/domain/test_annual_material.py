"""What the rules propose of accepted entries: which sentences and measures are told, joined or in conflict."""

import pytest

from planner.domain.drafts import CheckpointKind, Comparator, Role
from planner.domain.material import Use
from tests.domain.annual_made import deeds, done, ledger, proposals, report, rows, told
from tests.domain.made import point, task, unit

LEAD, RESPONSIBLE, _ = Role
UNITS = tuple(unit(number) for number in (1, 2, 3))
FACTS = task(*((one, RESPONSIBLE) for one in UNITS))
ONE = (FACTS,)
COUNTED = point()._replace(text="每季度至少开展1次案卷评查", unit="次")
RATE = point(CheckpointKind.RATE, value=100)._replace(code="2024-01.2", text="审查率达到100%", unit="%")
POINTS = (COUNTED, RATE)
UNDER = (task(*((one, RESPONSIBLE) for one in UNITS), points=POINTS),)
SURVEY = "对辖区内重点行业领域的企业逐户开展了合规经营{}走访，共计18家。"


# ---- one unit over its periods ----


@pytest.mark.parametrize(
    ("texts", "expected", "figures"),
    [
        (("开展评查3次。", "开展评查2次。"), ["开展评查5次。"], [("5次", "sum", [1, 2])]),
        (("开展评查3次。", "开展评查3次。"), ["开展评查6次。"], [("6次", "sum", [1, 2])]),
        (("一季度，开展评查3次。", "二季度，开展评查2次。"), ["开展评查5次。"], [("5次", "sum", [1, 2])]),
        (("累计受理300件。", "累计受理1097件。"), ["累计受理1097件。"], [("1097件", "latest", [2])]),
        (
            ("受理336件，办结271件。",) * 2,
            ["受理336件，办结271件。"],
            [("336件", "latest", [2]), ("271件", "latest", [2])],
        ),
        (("合格率95%。", "合格率97%。"), ["合格率97%。"], [("97%", "latest", [2])]),
        (("审查率9/10件。", "审查率30/30件。"), ["审查率39/40件。"], [("39/40件", "rate", [1, 2])]),
        (("现有调解员30名。", "现有调解员42名。"), ["现有调解员42名。"], [("42名", "latest", [2])]),
        (("培训1.2万人。", "培训3000人。"), ["培训15000人。"], [("15000人", "sum", [1, 2])]),
        (("培训1,200人。", "培训3,000人。"), ["培训4,200人。"], [("4,200人", "sum", [1, 2])]),
        (("扎实推进清单编制。", "扎实推进清单编制。"), ["扎实推进清单编制。"], []),
        (
            ("走访企业近30家。", "走访企业近50家。"),
            ["一季度走访企业近30家。", "二季度走访企业近50家。"],
            [("30家", "stated", [1]), ("50家", "stated", [2])],
        ),
        (("累计走访企业近30家。", "累计走访企业近50家。"), ["累计走访企业近50家。"], [("50家", "latest", [2])]),
        (("队伍有63人。", "队伍有65人。"), ["队伍有65人。"], [("65人", "latest", [2])]),
        (("尚有未结案件30件。", "尚有未结案件5件。"), ["尚有未结案件5件。"], [("5件", "latest", [2])]),
        (("在建项目8个。", "在建项目5个。"), ["在建项目5个。"], [("5个", "latest", [2])]),
        (
            ("对500平方米以上的场所检查3家。", "对500平方米以上的场所检查5家。"),
            ["对500平方米以上的场所检查8家。"],
            [("500平方米", "latest", [2]), ("8家", "sum", [1, 2])],
        ),
        (
            ("单笔最高奖励5万元。", "单笔最高奖励8万元。"),
            ["一季度单笔最高奖励5万元。", "二季度单笔最高奖励8万元。"],
            [("5万元", "stated", [1]), ("8万元", "stated", [2])],
        ),
        (
            ("由100项减到90项。", "由90项减到80项。"),
            ["一季度由100项减到90项。", "二季度由90项减到80项。"],
            [("100项", "stated", [1]), ("90项", "stated", [1]), ("90项", "stated", [2]), ("80项", "stated", [2])],
        ),
        (
            ("受理100件，同比增长5%。", "受理200件，同比增长8%。"),
            ["一季度受理100件，同比增长5%。", "二季度受理200件，同比增长8%。"],
            [("100件", "stated", [1]), ("5%", "stated", [1]), ("200件", "stated", [2]), ("8%", "stated", [2])],
        ),
        (
            ("累计办理300件，其中本季度20件。", "累计办理500件，其中本季度200件。"),
            ["累计办理500件，其中二季度200件。"],
            [("500件", "latest", [2]), ("200件", "latest", [2])],
        ),
        (
            ("法律援助案件累计办理300件。", "全年共办理法律援助案件1097件。"),
            ["全年共办理法律援助案件1097件。"],
            [("1097件", "latest", [2])],
        ),
        (("检查合格率9/10家。", "检查合格率8/10家。"), ["检查合格率17/20家。"], [("17/20家", "rate", [1, 2])]),
        (("已办结30件。", "已办结97件。"), ["已办结127件。"], [("127件", "sum", [1, 2])]),
        (
            ("办结案件５０９件。", "培训20人。"),
            ["办结案件509件。", "培训20人。"],
            [("509件", "stated", [1]), ("20人", "stated", [2])],
        ),
    ],
)
def test_what_comes_again_is_told_once_for_the_year(
    texts: tuple[str, str], expected: list[str], figures: list[tuple[str, str, list[int]]]
) -> None:
    made = report(ONE, told(1, texts[0], period="2024Q1"), told(2, texts[1]))
    assert (done(made), ledger(made)) == (expected, figures)


def test_words_carried_over_count_nothing_anew() -> None:
    made = report(
        ONE,
        told(1, "开展评查3次。", period="2024Q1"),
        told(2, "开展评查3次。", carried=True),
        told(3, "开展评查2次。", period="2024Q3"),
    )
    assert (done(made), ledger(made)) == (["开展评查5次。"], [("5次", "sum", [1, 3])])


def test_running_total_in_other_words_replaces_the_older_one() -> None:
    made = report(
        ONE,
        told(1, "抓好源头治理，累计受理申请300件。", period="2024Q1"),
        told(2, "全面推行网上办理，累计受理申请1097件。", period="2024Q4"),
    )
    assert done(made) == ["抓好源头治理。", "全面推行网上办理，累计受理申请1097件。"]
    assert [(f.printed, [(o.entry_id, o.printed, o.counted) for o in f.origins]) for f in made.figures] == [
        ("1097件", [(2, "1097件", True), (1, "300件", False)])
    ]


def test_what_clings_to_a_replaced_clause_goes_with_it() -> None:
    made = report(
        ONE,
        told(1, "抓好源头治理，受理申请累计300件，其中本季度20件。", period="2024Q1"),
        told(2, "推行网上办理，累计受理申请1097件。", period="2024Q4"),
    )
    assert done(made) == ["抓好源头治理。", "推行网上办理，累计受理申请1097件。"]


def test_clause_of_a_sum_stays_with_its_sum_where_another_is_replaced() -> None:
    made = report(
        ONE,
        told(1, "新收信件5件，受理申请累计300件。", period="2024Q1"),
        told(2, "新收信件7件，受理申请累计400件。"),
        told(3, "推行网上办理，累计受理申请500件。", period="2024Q3"),
    )
    assert done(made) == ["新收信件12件。", "推行网上办理，累计受理申请500件。"]
    assert ledger(made) == [("12件", "sum", [1, 2]), ("500件", "latest", [3])]


def test_sentence_of_this_quarter_says_which_and_keeps_its_figure() -> None:
    made = report(ONE, told(1, "本季度办结投诉5件。", period="2024Q3"))
    assert (done(made), ledger(made), made.altered) == (["三季度办结投诉5件。"], [("5件", "stated", [1])], ())


# ---- several units ----


def test_one_fact_of_three_units_is_one_sentence() -> None:
    made = report(
        ONE, *(told(n, "审议重大决策５项。" if n == 2 else "审议重大决策5项。", unit=f"单位{n}") for n in (1, 2, 3))
    )
    assert (done(made), ledger(made)) == (["审议重大决策5项。"], [("5项", "same", [1, 2, 3])])


def test_nearly_the_same_words_with_the_same_numbers_are_one_sentence() -> None:
    made = report(ONE, told(1, SURVEY.format("情况")), told(2, SURVEY.format("状况"), unit="单位2"))
    assert (done(made), ledger(made)) == ([SURVEY.format("情况")], [("18家", "same", [1, 2])])


def test_different_numbers_of_several_units_are_told_by_name_and_never_added() -> None:
    made = report(ONE, told(1, "走访企业3家。"), told(2, "走访企业5家。", unit="单位2"))
    assert done(made) == ["单位1走访企业3家。", "单位2走访企业5家。"]
    assert [figure[1] for figure in ledger(made)] == ["stated", "stated"]


def test_many_units_are_named_without_a_number_of_their_own() -> None:
    units = tuple(unit(number) for number in range(1, 7))
    made = report(
        (task(*((one, RESPONSIBLE) for one in units)),),
        *(told(n, "走访企业3家。" if n < 6 else "走访企业5家。", unit=f"单位{n}") for n in range(1, 7)),
    )
    assert done(made) == ["单位1、单位2、单位3等单位走访企业3家。", "单位6走访企业5家。"]
    assert ledger(made) == [("3家", "same", [1, 2, 3, 4, 5]), ("5家", "stated", [6])]


def test_numbers_under_one_checkpoint_are_added_over_units() -> None:
    made = report(
        UNDER,
        told(1, "开展评查3次。", "2024-01.1=3次", points=POINTS),
        told(2, "开展评查5次。", "2024-01.1=5次", points=POINTS, unit="单位2"),
    )
    assert (done(made), ledger(made)) == (["开展评查8次。"], [("8次", "sum", [1, 2])])


def test_quantity_for_each_person_is_told_by_unit_and_never_added() -> None:
    hours = point(CheckpointKind.QUANTITY, value=60)._replace(text="每人不少于60学时", unit="学时")
    made = report(
        (task(*((one, RESPONSIBLE) for one in UNITS), points=(hours,)),),
        told(1, "安排学法。", "2024-01.1=62学时", points=(hours,)),
        told(2, "人均学习64学时。", "2024-01.1=64学时", points=(hours,), unit="单位2"),
    )
    assert deeds(made) == ["单位1安排学法。", "每人62学时。", "单位2人均学习64学时。"]


def test_quantity_for_each_person_of_one_unit_is_added_over_its_periods() -> None:
    hours = point(CheckpointKind.QUANTITY, value=60)._replace(text="每人不少于60学时", unit="学时")
    made = report(
        (task(*((one, RESPONSIBLE) for one in UNITS), points=(hours,)),),
        told(1, "安排学法。", "2024-01.1=30学时", points=(hours,), period="2024Q1"),
        told(2, "检查学法。", "2024-01.1=32学时", points=(hours,)),
    )
    assert (done(made)[-1], ledger(made)) == ("每人共62学时。", [("62学时", "sum", [1, 2])])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("推进编制。", "编制印发。"), ["推进编制。", "编制印发。", "完成清单编制1项。"]),
        (("清单编制已完成。", "清单编制结束。"), ["清单编制已完成。", "清单编制结束。"]),
    ],
)
def test_one_under_a_day_says_that_it_is_done_and_is_never_added(texts: tuple[str, str], expected: list[str]) -> None:
    dated = (point(CheckpointKind.DATE)._replace(text="6月底前完成清单编制", unit="项"),)
    made = report(
        (task(*((one, RESPONSIBLE) for one in UNITS), points=dated),),
        told(1, texts[0], "2024-01.1=1项", points=dated),
        told(2, texts[1], "2024-01.1=1项", points=dated, unit="单位2"),
    )
    assert done(made) == expected


def test_reason_says_which_units_are_told_as_one() -> None:
    found = rows(ONE, told(1, "召开专题会议2次。"), told(2, "召开专题会议2次。", unit="单位2"))
    assert [(row.use, row.reason) for row in found.values()] == [
        (Use.TAKE, "单位1、单位2说的相同，只写这一句；不是一件事的，把并入这里的行改为采用"),
        (Use.MERGE, "与单位1所报相同"),
    ]


def test_limit_is_not_added_over_units() -> None:
    limit = point(comparator=Comparator.AT_MOST)._replace(text="会议不超过5次")
    made = report(
        (task(*((one, RESPONSIBLE) for one in UNITS), points=(limit,)),),
        told(1, "控制会议。", "2024-01.1=3次", points=(limit,)),
        told(2, "压减会议数量。", "2024-01.1=4次", points=(limit,), unit="单位2"),
    )
    assert deeds(made) == ["单位1控制会议。", "会议3次。", "单位2压减会议数量。", "会议4次。"]


# ---- figures given beside the text ----


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((("案卷评查=2次",), ("案卷评查=3次",)), "全年案卷评查共5次。"),
        ((("走访=累计9家",), ("走访=累计20家",)), "走访累计20家。"),
        ((("审查率=9/10件",), ("审查率=30/30件",)), "审查率97.5%（39/40件）。"),
        ((("审查率=90%",), ("审查率=95%",)), "审查率95%。"),
        (((), ("2024-01.1=2次",)), "开展案卷评查2次。"),
        ((("2024-01.2=9/10件",), ("2024-01.2=30/30件",)), "审查率97.5%（39/40件）。"),
    ],
)
def test_measure_that_no_sentence_tells_has_its_own(given: tuple[tuple[str, ...], ...], expected: str) -> None:
    first, second = given
    made = report(
        UNDER,
        told(1, "推进甲项工作。", *first, points=POINTS, period="2024Q1"),
        told(2, "推进乙项工作。", *second, points=POINTS, period="2024Q4"),
    )
    assert done(made) == ["推进甲项工作。", "推进乙项工作。", expected]


def test_measure_that_a_sentence_tells_goes_into_it_with_its_sources() -> None:
    entries = (
        told(1, "开展评查。", "案卷评查=4次", period="2024Q1"),
        told(2, "全年开展案卷评查9次。", "案卷评查=5次", period="2024Q4"),
    )
    made = report(ONE, *entries)
    assert (done(made), ledger(made)) == (["开展评查。", "全年开展案卷评查9次。"], [("9次", "sum", [1, 2])])
    assert rows(ONE, *entries)["m:2024-01:案卷评查:次:单位1"].into == "2.1"


def test_same_number_of_another_thing_is_not_taken_for_the_measure() -> None:
    made = report(ONE, told(1, "召开会议5次。", "案卷评查=2次", period="2024Q1"), told(2, "推动整改。", "案卷评查=3次"))
    assert done(made) == ["召开会议5次。", "推动整改。", "案卷评查共5次。"]


@pytest.mark.parametrize(
    ("text", "given", "also"),
    [
        ("走访企业3家。", "检查企业=3家", "检查企业3家。"),
        ("组织培训1次，评查案卷3次。", "法治培训=3次", "法治培训3次。"),
    ],
)
def test_figure_of_another_name_than_the_text_is_told(text: str, given: str, also: str) -> None:
    assert done(report(ONE, told(1, text, given))) == [text, also]


@pytest.mark.parametrize(
    "text", ["走访了3家企业。", "走访企业3家。", "对企业开展走访，共3家。", "走访企业，县镇两级3家受益。"]
)
def test_figure_of_the_name_in_the_text_is_told_once(text: str) -> None:
    assert done(report(ONE, told(1, text, "走访企业=3家"))) == [text]


def test_amount_of_a_period_is_within_the_running_total_after_it() -> None:
    made = report(ONE, told(1, "甲。", "办件=10件", period="2024Q1"), told(2, "累计办件25件。"))
    assert (done(made), made.conflicts) == (["甲。", "累计办件25件。"], ())


def test_figure_is_told_beside_a_text_that_only_holds_a_longer_number() -> None:
    assert done(report(ONE, told(1, "召开会议12次。", "案卷评查=2次"))) == ["召开会议12次。", "案卷评查2次。"]


def test_free_measure_of_several_units_is_told_once_or_by_name() -> None:
    made = report(
        ONE,
        told(1, "推进甲项工作。", "试点=3个", "走访=1家"),
        told(2, "推进乙项工作。", "试点=3个", "走访=2家", unit="单位2"),
    )
    assert deeds(made) == ["单位1推进甲项工作。", "试点3个。", "单位1走访1家。", "单位2推进乙项工作。", "走访2家。"]
    assert ("3个", "same", [1, 2]) in ledger(made)


# ---- conflicts ----


@pytest.mark.parametrize(
    ("entries", "expected", "values"),
    [
        (
            (told(1, "累计办件550件。", "办件=累计552件"),),
            ["累计办件550件〔待核实：“办件”有两个不同的数〕。"],
            ("552件", "550件"),
        ),
        (
            (
                told(1, "甲。", "办件=100件", period="2024Q1"),
                told(2, "乙。", "办件=200件"),
                told(3, "丙。", "办件=累计320件", period="2024Q2", unit="单位2"),
                told(4, "丁。", "办件=10件", "办件=累计320件", period="2024Q3"),
            ),
            ["甲。", "乙。", "丁。", "办件累计320件〔待核实：“办件”有两个不同的数〕。", "丙。"],
            ("310件", "320件"),
        ),
        (
            (told(1, "累计办理案件550件，成效明显。截至12月底累计办理案件552件。"),),
            ["累计办理案件550件，成效明显。", "截至12月底累计办理案件552件〔待核实：“案件”有两个不同的数〕。"],
            ("550件", "552件"),
        ),
        ((told(1, "开展评查3次。", "评查=2次"),), ["开展评查3次〔待核实：“评查”有两个不同的数〕。"], ("2次", "3次")),
    ],
)
def test_one_measure_with_two_values_is_a_conflict(
    entries: tuple[object, ...], expected: list[str], values: tuple[str, ...]
) -> None:
    made = report(ONE, *entries)  # type: ignore[arg-type]
    assert (done(made), [conflict.values for conflict in made.conflicts]) == (expected, [values])


def test_running_total_after_a_period_without_an_amount_is_no_conflict() -> None:
    made = report(
        ONE,
        told(1, "甲。", "办件=10件", period="2024Q1"),
        told(2, "乙。", "办件=累计25件"),
        told(3, "丙。", "办件=5件", period="2024Q3"),
    )
    assert (done(made), made.conflicts) == (["甲。", "乙。", "丙。", "办件共30件。"], ())


def test_numbers_that_agree_are_no_conflict() -> None:
    made = report(
        ONE,
        told(1, "受理办件100件，其中退回办件30件。", "办件=100件", period="2024Q1"),
        told(2, "累计受理办件300件。", "办件=200件"),
    )
    assert made.conflicts == ()


# ---- rows ----


def test_rows_have_keys_uses_and_reasons() -> None:
    found = rows(ONE, told(1, "开展评查3次。", period="2024Q1"), told(2, "开展评查2次。", "办件=5件", next_step="继续"))
    assert [(row.key, row.use, row.into, row.wording, row.reason) for row in found.values()] == [
        ("1.1", Use.MERGE, "2.1", None, "数已合进后一期的话"),
        ("2.1", Use.TAKE, "", "开展评查5次。", "合计3次＋2次"),
        ("m:2024-01:办件:件:单位1", Use.TAKE, "", None, "文字里没有说到的数据"),
        ("2.s", Use.TAKE, "", None, ""),
    ]


def test_material_is_the_same_however_often_it_is_proposed() -> None:
    entries = (told(1, "开展评查3次。", "办件=5件"), told(2, "开展评查2次。", unit="单位2"))
    assert proposals(ONE, *entries)[1] == proposals(ONE, *entries)[1]
