"""Words and numbers of a request that can't be understood, and who may ask."""

from collections.abc import Sequence

from planner.errors.base import InputError, Refused


class SettingUnreadable(InputError):
    def __init__(self, name: str) -> None:
        super().__init__(f"环境变量 {name} 里有无法识别的字符，请改用 UTF-8 编码的中文后再试。")


class NameUnusable(InputError):
    """`name` as it can be shown; `why` goes on the sentence: 里有换行."""

    def __init__(self, what: str, name: str, why: str) -> None:
        said = f"“{name}”" if name.strip() else ""
        super().__init__(f"{what}{said}{why}，不能用，请重新写一遍（不要从别处粘贴）。")


class PeriodUnknown(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是填报期，请写成 2024Q1、2024Q2、2024Q3、2024Q4 的样子。")


class DayUnknown(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是日期，请写成 2024-06-30 的样子。")


class DayInFuture(Refused):
    def __init__(self, day: object, today: object) -> None:
        super().__init__(f"日期 {day} 晚于 {today}，还没到的日子不能记；请改用 {today} 或以前的日期。")


class FigureUnreadable(InputError):
    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            f"数据“{text}”{why}，请写成 名称=数字加单位，例如 案卷评查=2次、办件=累计30件、审查率=12/12件。"
        )


class EvidenceUnreadable(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"佐证“{text}”没有写明种类或内容，请写成 文号:…、文件:… 或 链接:…。")


class WordUnknown(InputError):
    def __init__(self, what: str, text: str, known: Sequence[str]) -> None:
        super().__init__(f"{what}没有“{text}”这一项，可用的有：{'、'.join(known)}。")


class WordUnclear(InputError):
    def __init__(self, what: str, text: str, found: Sequence[str]) -> None:
        super().__init__(f"{what}“{text}”可以指{len(found)}个：{'、'.join(found)}；请写全要哪一个。")


class UnitNotInPart(InputError):
    def __init__(self, unit: str, where: str) -> None:
        super().__init__(f"“{unit}”在{where}里没有任务，请核对要哪个单位、哪一部分。")


class NothingToDo(InputError):
    def __init__(self, what: str) -> None:
        super().__init__(f"没有说明要做什么：{what}。")


class ActorUnknown(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不在用户名单里，不能操作；请用 --actor 指明本人，或请统筹单位用 user add 登记。")


class NotAllowed(Refused):
    """`role` is the person's, in Chinese."""

    def __init__(self, name: str, what: str, role: str) -> None:
        super().__init__(f"“{name}”无权{what}（登记的身份是{role}），请由统筹单位办理。")


class OfficeOpen(Refused):
    def __init__(self, office: str, what: str) -> None:
        super().__init__(
            f"{what}涉及库里的全部机关；机关“{office}”没有登记用户，不能确认身份。"
            "请由登记了用户的机关的统筹办理（PLANNER_OFFICE 写成那个机关）。"
        )


class UserExists(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"用户“{name}”已经登记过了。")


class UserMissing(InputError):
    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"没有登记过用户“{name}”；现有：{'、'.join(known) or '（还没有）'}。")


class LastCoordinator(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”是唯一的统筹用户，注销以后就没有人能操作了；请先用 user add 登记另一个统筹。")


class FirstUserNotCoordinator(Refused):
    def __init__(self) -> None:
        super().__init__("第一个登记的用户必须是统筹，否则登记以后就没有人能操作了。")


class LiaisonWithoutUnit(InputError):
    def __init__(self, name: str) -> None:
        super().__init__(f"用户“{name}”是责任单位的联络员，请用 --unit 写明是哪个单位。")
