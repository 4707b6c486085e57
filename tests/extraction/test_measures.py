"""Bodies cut into measures."""

from planner.domain.document import fold
from planner.extraction.measures import measures_of


def measures(text: str) -> list[str]:
    folded = fold(text)
    return [text[a:b] for a, b in measures_of(folded, 0, len(folded))]


def test_measures_are_sentences() -> None:
    assert measures("完善制度。加强巡查！做好总结") == ["完善制度。", "加强巡查！", "做好总结"]


def test_stop_inside_brackets_and_quotes_ends_nothing() -> None:
    text = "推行“马上办。网上办”模式（见附件。略），方便群众。加强宣传。"
    assert measures(text) == ["推行“马上办。网上办”模式（见附件。略），方便群众。", "加强宣传。"]


def test_counted_items_are_measures_with_all_their_sentences() -> None:
    text = "抓好两件事。一是摸清底数。逐户登记；二是建立台账。按月更新。"
    assert measures(text) == ["抓好两件事。", "一是摸清底数。逐户登记；", "二是建立台账。按月更新。"]


def test_empty_body_has_no_measures() -> None:
    assert measures("") == []
