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

# 市政府有关部门, 各相关单位, 具体承办单位
_CONCERNED = ("有关", "相关", "具体")


def names_those_concerned(name: str) -> bool:
    """Whether a collective means those concerned by each task (市政府有关部门) rather than everyone (各县政府)."""
    return any(word in name for word in _CONCERNED)
