"""The kinds of unit: a closed list of Chinese words, for they are what people read and type."""

UNIT_KINDS = (
    "政府部门",
    "下级政府",
    "派出或授权机构",
    "党委机关",
    "纪委监委",
    "人大",
    "政协",
    "法院",
    "检察院",
    "垂直管理",
    "群团或事业单位",
    "企业",
)

_PARTS = frozenset({"下级政府", "派出或授权机构"})
_DIRECTED_KINDS = frozenset({"政府部门", "下级政府", "派出或授权机构"})


def is_directed(kind: str) -> bool:
    """Whether the government may have units of this kind supervised (督查); all others are asked for their support.

    They are its own departments, lower governments and authorised bodies (政府督查工作条例, art. 5).
    """
    return kind in _DIRECTED_KINDS


def is_of_a_part(kind: str) -> bool:
    """Whether units of this kind stand for a part of the government's area, so that their figures aren't its own."""
    return kind in _PARTS


# 市政府有关部门, 各相关单位, 具体承办单位
_CONCERNED = ("有关", "相关", "具体")


def names_those_concerned(name: str) -> bool:
    """Whether a collective means those concerned by each task (市政府有关部门) rather than everyone (各县政府)."""
    return any(word in name for word in _CONCERNED)
