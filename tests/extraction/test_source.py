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


def test_line_break_in_a_joined_line_is_no_blank() -> None:
    source = condense("加强巡查，及时处置。（责任单位：市委\n编办、市城管局）\n")
    at = source.text.index("编办")
    assert not source.blank_before(at)
    assert source.span(at - 2, at + 2).of(source.original) == "市委\n编办"


def test_bracket_with_a_bracket_in_it_is_joined_over_the_line_break() -> None:
    text = "加强巡查。[责任单位：各县（市、区）\n政府按职责分工负责]\n下一段。\n"
    assert paragraphs(text) == ["加强巡查。[责任单位：各县（市、区）政府按职责分工负责]", "下一段。"]


def test_page_number_between_paragraphs_is_left_out_and_a_number_among_cells_kept() -> None:
    text = "加强巡查。（责任单位：市水利局）\n— 12 —\n加强督查。\n第3页 共9页\n加强宣传。\n"
    assert paragraphs(text) == ["加强巡查。（责任单位：市水利局）", "加强督查。", "加强宣传。"]
    assert paragraphs("12\n加强巡查\n13\n加强督查\n") == ["12", "加强巡查", "13", "加强督查"]


def test_text_without_line_breaks_is_cut_at_its_indents() -> None:
    body = "加强日常巡查，及时发现和处置问题，建立台账，实行销号管理，定期通报情况，确保各项工作落到实处。" * 9
    text = f"云溪市工作方案　　一、加强巡查　　{body}　　二、加强督查　　{body}"
    assert [words[:6] for words in paragraphs(text)] == [
        "云溪市工作方案"[:6],
        "一、加强巡查",
        "加强日常巡查",
        "二、加强督查",
        "加强日常巡查",
    ]


def test_sentence_with_a_word_of_web_pages_in_it_is_joined() -> None:
    text = "（一）完善制度。规范产品注册、登录和检索流程，明确各环节的责任，推动信息公\n\n开，便利企业。\n"
    assert len(paragraphs(text)) == 1
