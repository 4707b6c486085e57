"""Compiled templates are held for later environments: never for other words, nor for another way of escaping."""

from pathlib import Path

import pytest

from planner.errors import TemplateFaulty
from planner.output.sandbox import Sandbox
from planner.output.templating import page_environment, render_markdown, report_environment
from tests.factories_reports import MARKED_REPORT

NAME = "own.md.j2"


def written(folder: Path, text: str) -> str:
    (folder / NAME).write_text(text, encoding="utf-8")
    return render_markdown(folder, NAME, MARKED_REPORT)


def code_of(environment: Sandbox) -> object:
    return environment.get_template(NAME).root_render_func.__code__


def test_template_is_compiled_once_for_environments_alike(tmp_path: Path) -> None:
    written(tmp_path, "好")
    first, second, page = report_environment(tmp_path), report_environment(tmp_path), page_environment(tmp_path)
    assert code_of(first) is code_of(second)
    assert code_of(first) is not code_of(page)


def test_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    assert [written(tmp_path, text) for text in ("一", "二", "一")] == ["一\n", "二\n", "一\n"]
    with pytest.raises(TemplateFaulty, match="第2行"):
        written(tmp_path, "一\n{{ view.none }}")


def test_same_words_are_escaped_as_each_environment_does(tmp_path: Path) -> None:
    assert written(tmp_path, "{{ '<*>' }}") == "\\<\\*>\n"
    assert page_environment(tmp_path).run(NAME) == "&lt;*&gt;"
