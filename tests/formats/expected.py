"""What the two plans of the format matrix say, read by a person from their sources."""

from typing import NamedTuple

YEAR_END = "2024-12-31"
QUARTERS = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31")
HALVES = ("2024-06-30", "2024-12-31")
MONTHS = (
    "2024-01-31",
    "2024-02-29",
    "2024-03-31",
    "2024-04-30",
    "2024-05-31",
    "2024-06-30",
    "2024-07-31",
    "2024-08-31",
    "2024-09-30",
    "2024-10-31",
    "2024-11-30",
    "2024-12-31",
)


class Says(NamedTuple):
    """What one task says.

    `units` are name and role, a name for a class ends with *; `deadlines` kind, due day, period and count, in the
    order in which they are printed (a merged cell's above what its last rows say); `targets` comparator, value and
    unit; `checkpoints` value, unit and due days.
    """

    kind: str
    section: str
    number: str
    title: str
    units: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    checkpoints: tuple[tuple[str, tuple[str, ...]], ...] = ()


PLAN_TITLE = "云溪市2024年城乡公共文化服务提质工作要点"
PLAN_SECTIONS = ("一 补齐阵地短板", "二 丰富活动供给", "三 健全运行机制", "四 组织保障")
PLAN_TASKS = (
    Says(
        "task",
        "一、补齐阵地短板",
        "（一）",
        "改造乡镇综合文化站",
        ("市文广旅游局 responsible", "市财政局 responsible", "有关县（市、区）政府* responsible"),
        ("date 2024-08-31",),
        ("= 12个",),
        (("12个", ("2024-08-31",)),),
    ),
    Says(
        "task",
        "一、补齐阵地短板",
        "（二）",
        "建设城市书房",
        ("市文广旅游局 lead", "市自然资源局 cooperating", "市交通运输局 cooperating", "市卫生健康委 cooperating"),
        (),
        (">= 6家", ">= 3000册"),
        (("6家", (YEAR_END,)), ("3000册", (YEAR_END,))),
    ),
    Says(
        "task",
        "一、补齐阵地短板",
        "（三）",
        "联通城乡图书",
        ("市文广旅游局 lead", "市邮政管理局 responsible", "各县（市、区）政府* responsible"),
        ("date 2024-12-31", "recurring month 1"),
        ("= 100%", ">= 1次"),
        (("100%", (YEAR_END,)), ("1次", MONTHS)),
    ),
    Says(
        "task",
        "二、丰富活动供给",
        "（一）",
        "举办群众艺术节",
        ("市文广旅游局 responsible", "市总工会 responsible", "团市委 responsible", "市妇联 responsible"),
        ("date 2024-09-30",),
        (">= 40场",),
        (("40场", ("2024-09-30",)),),
    ),
    Says(
        "task",
        "二、丰富活动供给",
        "（二）",
        "组织送戏下乡",
        ("市文广旅游局 responsible", "市财政局 responsible"),
        ("recurring quarter 1",),
        (">= 1轮",),
        (("1轮", QUARTERS),),
    ),
    Says(
        "task",
        "二、丰富活动供给",
        "（三）",
        "延长场馆开放时间",
        ("市文广旅游局 responsible", "各县（市、区）政府* responsible"),
        (),
        (">= 90%",),
        (("90%", (YEAR_END,)),),
    ),
    Says(
        "task",
        "二、丰富活动供给 > （四）壮大志愿队伍",
        "1",
        "招募文化志愿者",
        ("团市委 responsible",),
        ("date 2024-12-31",),
        ("= 800人",),
        (("800人", (YEAR_END,)),),
    ),
    Says(
        "task",
        "二、丰富活动供给 > （四）壮大志愿队伍",
        "2",
        "建好志愿服务站点",
        ("市文广旅游局 lead", "有关部门* cooperating"),
    ),
    Says(
        "task",
        "三、健全运行机制",
        "（一）",
        "稳定经费投入",
        ("市财政局 responsible", "市文广旅游局 responsible"),
        ("date 2024-06-30",),
    ),
    Says(
        "task",
        "三、健全运行机制",
        "（二）",
        "培训基层人员",
        ("市文广旅游局 lead", "市委组织部 cooperating", "市人力资源社会保障局 cooperating"),
        ("recurring year",),
        (">= 40学时",),
        (("40学时", (YEAR_END,)),),
    ),
    Says(
        "task",
        "三、健全运行机制",
        "（三）",
        "开展第三方评估",
        ("市文广旅游局 lead", "市统计局 cooperating"),
        ("recurring half 1",),
        (">= 1次",),
        (("1次", HALVES),),
    ),
    Says("safeguard", "四、组织保障", "（一）", "加强统筹协调"),
    Says("safeguard", "四、组织保障", "（二）", "严格督促检查"),
)

TABLE_TITLE = "云溪市2024年老旧小区改造任务分解表"
TABLE_SECTIONS = ("一 设施改造", "二 环境提升", "三 服务延伸")
TABLE_TASKS = (
    Says(
        "task",
        "一、设施改造",
        "1",
        "更换老化管线",
        ("市住建局 lead", "市水务局 responsible", "市城管局 responsible", "各县（市、区）政府* cooperating"),
        ("date 2024-09-30",),
        (">= 60公里",),
        (("60公里", ("2024-09-30",)),),
    ),
    Says(
        "task",
        "一、设施改造",
        "2",
        "加装电梯",
        ("市住建局 lead", "市市场监管局 responsible", "市财政局 cooperating"),
        ("date 2024-09-30",),
        (">= 80部",),
        (("80部", ("2024-09-30",)),),
    ),
    Says(
        "task",
        "一、设施改造",
        "3",
        "完善消防设施",
        (
            "市消防救援支队 lead",
            "市住建局 responsible",
            "各街道办事处* responsible",
            "市应急管理局 cooperating",
        ),
        ("date 2024-06-30", "recurring quarter 1", "ongoing"),
        ("= 100%", ">= 1次"),
        (("100%", ("2024-06-30",)), ("1次", QUARTERS)),
    ),
    Says(
        "task",
        "一、设施改造",
        "4",
        "整治飞线充电",
        ("市城管局 lead", "市住建局 responsible", "市消防救援支队 responsible"),
        ("date 2024-11-30",),
        ("= 150处",),
        (("150处", ("2024-11-30",)),),
    ),
    Says(
        "task",
        "二、环境提升",
        "5",
        "规范停车秩序",
        ("市公安局 lead", "市城管局 responsible", "市住建局 responsible", "市消防救援支队 cooperating"),
        ("ongoing",),
    ),
    Says(
        "task",
        "二、环境提升",
        "6",
        "增加绿地",
        ("市城管局 lead", "市自然资源局 responsible", "各县（市、区）政府* cooperating"),
        ("date 2024-10-31",),
        (">= 200平方米",),
        (("200平方米", ("2024-10-31",)),),
    ),
    Says(
        "task",
        "二、环境提升",
        "7",
        "增加绿地",
        ("市城管局 lead", "市林业局 responsible"),
        ("date 2024-12-15",),
        ("= 3000株",),
        (("3000株", ("2024-12-15",)),),
    ),
    Says(
        "task",
        "三、服务延伸",
        "8",
        "布设养老服务点",
        ("市民政局 lead", "市卫生健康委 responsible", "有关县（市、区）政府* cooperating"),
        ("date 2024-12-31",),
        (">= 90%",),
        (("90%", (YEAR_END,)),),
    ),
    Says(
        "task",
        "三、服务延伸",
        "9",
        "引入物业服务",
        ("市住建局 lead", "各街道办事处* responsible"),
        ("date 2024-12-31",),
    ),
    Says(
        "task",
        "三、服务延伸",
        "10",
        "听取居民意见",
        ("市住建局 lead", "各街道办事处* responsible", "市信访局 cooperating"),
        ("date 2024-12-31", "recurring half 1"),
        (">= 1次", ">= 95%"),
        (("1次", HALVES), ("95%", (YEAR_END,))),
    ),
)
