"""From printed lines to paragraphs, and back to where each character was printed."""

from planner.extraction.source import condense


def paragraphs(text: str) -> list[str]:
    source = condense(text)
    return [source.printed[a:b] for a, b in source.paragraphs]


def test_paragraph_broken_by_a_page_is_whole_again() -> None:
    text = "（一）完善制度。各部门要按照统一部署，逐项梳理本部门的审批事\n\n— 3 —\n\n项，并向社会公布。\n"
    assert paragraphs(text) == ["（一）完善制度。各部门要按照统一部署，逐项梳理本部门的审批事项，并向社会公布。"]


def test_unit_bracket_broken_by_a_blank_line_is_whole_again() -> None:
    text = "加强巡查，及时处置。（责任单位：市水利局、市城\n\n管局）\n"
    assert paragraphs(text) == ["加强巡查，及时处置。（责任单位：市水利局、市城管局）"]


def test_heading_does_not_run_into_the_text_below() -> None:
    assert paragraphs("一、优化审批服务，方便群众办事\n完善制度。\n") == [
        "一、优化审批服务，方便群众办事",
        "完善制度。",
    ]


def test_line_of_the_web_page_does_not_run_into_the_title() -> None:
    text = "您当前的位置：首页 > 政务公开 > 重点领域信息公开 > 年度计划 > 2024年\n云溪市2024年工作要点\n"
    assert paragraphs(text)[-1] == "云溪市2024年工作要点"


def test_slot_line_begins_a_paragraph() -> None:
    text = "完善制度，规范流程，\n牵头单位：市司法局，\n完成时限：6月底\n"
    assert len(paragraphs("完善制度，规范流程。\n牵头单位：市司法局\n完成时限：6月底\n")) == 3
    assert paragraphs(text)[0].startswith("完善制度")


def test_stray_blank_in_a_name_is_dropped_and_remembered() -> None:
    source = condense("市人 民检察院")
    assert source.text == "市人民检察院\n"
    assert source.blank_before(2)
    assert source.span(0, 6).of("市人 民检察院") == "市人 民检察院"


def test_bold_stars_and_heading_signs_are_not_read() -> None:
    assert paragraphs("## **一、总体要求**\n**（一）简化流程。**取消材料。\n") == [
        "一、总体要求",
        "（一）简化流程。取消材料。",
    ]


def test_cited_titles_and_document_numbers_are_masked() -> None:
    source = condense("落实《三年行动方案（2024—2026年）》（云政发〔2024〕5号）要求，6月底前完成。")
    assert "2026" not in source.masked
    assert "5号" not in source.masked
    assert "6月底前" in source.masked
    assert len(source.masked) == len(source.text)
