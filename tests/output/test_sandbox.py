"""What a template may do: write what it is shown, and neither read files, run code, nor run on without end."""

import datetime as dt
from pathlib import Path

import pytest

from planner.domain.figure_marks import marked
from planner.errors import TemplateFaulty, TemplateMissing
from planner.output.template_bounds import LONGEST
from planner.output.templating import render_markdown
from tests.factories_reports import MARKED_REPORT

OWN = "own.md.j2"


LONG = "{% set n = namespace(s='长') %}{% for i in range(19) %}{% set n.s = n.s ~ n.s %}{% endfor %}"
"""Makes a text of 524,288 characters."""
MOMENT = dt.datetime(2024, 6, 1, 9, 0, tzinfo=dt.UTC)


def ran(folder: Path, text: str) -> str:
    (folder / OWN).write_text(text, encoding="utf-8")
    return render_markdown(folder, OWN, MARKED_REPORT)


def told(folder: Path, text: str) -> str:
    """Why a template is refused, between the brackets."""
    with pytest.raises(TemplateFaulty) as refused:
        ran(folder, text)
    return str(refused.value).replace(str(folder), "模板夹")


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("{% include '../../secret.md.j2' %}", 1, "../../secret.md.j2"),
        ("{% include '/etc/passwd' %}", 1, "/etc/passwd"),
        ("好\n{% include '密码.txt' %}", 2, "密码.txt"),
        ("{% include 'link.md.j2' %}", 1, "link.md.j2"),
        ("{% extends '../base.j2' %}", 1, "../base.j2"),
        ("{% from 'os' import system %}", 1, "os"),
        ("\n\n{% import 'os' as os %}{{ os.system('id') }}", 3, "os"),
    ],
)
def test_template_reads_nothing_but_templates_of_its_folder(tmp_path: Path, text: str, line: int, named: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "密码.txt").write_text("秘密", encoding="utf-8")
    (tmp_path / "secret.md.j2").write_text("秘密", encoding="utf-8")
    (folder / "link.md.j2").symlink_to(tmp_path / "secret.md.j2")

    why = f"第{line}行：要引用的“{named}”不在模板文件夹里，模板只能引用模板文件夹里的 .j2 文件"
    assert told(folder, text) == f"模板“模板夹/{OWN}”有错（{why}），请改好模板，或换回自带的模板。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ view.__class__ }}", "第1行：模板里不许用“__class__”"),
        ("{{ view|attr('__class__') }}", "第1行：模板里不许用“__class__”"),
        ("{{ ''['__class__'] }}", "第1行：模板里不许用“__class__”"),
        ("\n{{ cycler.__init__.__globals__ }}", "第2行：模板里不许用“__init__”"),
        ("{{ self.__init__ }}", "第1行：模板里不许用“__init__”"),
        ("{{ '{0.__class__}'.format(view) }}", "第1行：模板里不许用“format”"),
        ("{{ open('/etc/passwd') }}", "第1行：没有“open”这一项"),
        ("{{ view.figures.append(1) }}", "第1行：没有“append”这一项"),
    ],
)
def test_template_runs_no_code(tmp_path: Path, text: str, why: str) -> None:
    assert f"（{why}）" in told(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(1000000000) %}{% endfor %}",
        "{% macro again(text) %}{{ again(text ~ text) }}{% endmacro %}{{ again('长') }}",
        "{% set n = namespace(t='长') %}{% for i in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}",
        "{% set n = namespace(t='长') %}{% for i in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
        "{% include 'own.md.j2' %}",
        "{{ '长' * 10000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '长'.ljust(9999999999) }}",
        "{{ '长'|center(9999999999) }}",
        "{% set n = namespace(n=99999) %}{% for i in range(30) %}{% set n.n = n.n * n.n %}{% endfor %}",
        "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = n.l + n.l %}{% endfor %}",
        "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}",
        LONG + "{{ range(100000)|join(n.s)|length }}",
        LONG + "{{ [n, n, n, n, n, n, n, n]|map(attribute='s')|listed|length }}",
        LONG + "{{ n.s|replace('长', n.s)|length }}",
        LONG + "{{ n.s.replace('长', n.s)|length }}",
        LONG + "{{ n.s.join(n.s)|length }}",
        LONG + "{% for i in range(90000) %}{% if '短' in n.s %}{% endif %}{% endfor %}",
        LONG + "{% for i in range(90000) %}{{ n.s.count('短') }}{% endfor %}",
        LONG + "{% set n.l = [] %}{% for i in range(90000) %}{% set n.l = n.s|list %}{% endfor %}",
        "{{ lights|slice(100000000)|list|length }}",
        "{{ lights|batch(100000000)|list|length }}",
        "{{ [[1], [2]]|sum(start=[]) }}",
        "{{ lipsum(100000)|length }}",
        "{% for a in range(99999) recursive %}{% if loop.depth < 4 %}{{ loop(range(99999)) }}{% endif %}{% endfor %}",
    ],
)
def test_template_without_end_or_measure_is_stopped(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, f"第一行\n{text}").startswith(f"模板“模板夹/{OWN}”有错（第2行：")


def test_template_that_writes_too_much_is_stopped(tmp_path: Path) -> None:
    text = "{% for a in range(90000) %}" + "长" * 80 + "{% endfor %}"
    assert f"写出的文字超过了 {LONGEST} 个字" in told(tmp_path, text)


def test_loops_of_a_large_report_are_not_stopped(tmp_path: Path) -> None:
    text = "{% for a in range(50000) %}{% for figure in view.figures %}{{ figure.printed }}{% endfor %}{% endfor %}"
    assert ran(tmp_path, text) == "5次12次2次" * 50000 + "\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("好\n{% if %}", "第2行：写法不对，请核对括号、引号和标签"),
        ("{% if view.done %}好", "第1行：有 if、for 之类的标签没有写结束"),
        ("{% unless view %}", "第1行：没有“unless”这个标签"),
        ("{{ view.title|upside_down }}", "第1行：没有“upside_down”这个过滤器"),
        ("{{ view.year }", "第1行：“}”写在了不该写的地方"),
        ("\n\n{{ view.out_of_the_air }}", "第3行：没有“out_of_the_air”这一项"),
        ("{{ out_of_the_air }}", "第1行：没有“out_of_the_air”这一项"),
        ("{{ view.year + '年' }}", "第1行：算不出来，写法和内容不合（TypeError）"),
        ("{{ view.year / 0 }}", "第1行：算不出来，写法和内容不合（ZeroDivisionError）"),
    ],
)
def test_faulty_template_is_told_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    assert told(tmp_path, text) == f"模板“模板夹/{OWN}”有错（{why}），请改好模板，或换回自带的模板。"


def test_fault_in_an_included_template_is_told_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "part.md.j2").write_text("好\n\n{{ nothing }}", encoding="utf-8")
    assert told(tmp_path, "{% include 'part.md.j2' %}").startswith("模板“模板夹/part.md.j2”有错（第3行：")


def test_template_saved_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes("年度报告".encode("gbk"))
    with pytest.raises(TemplateFaulty, match="不是 UTF-8 编码，请另存为 UTF-8"):
        render_markdown(tmp_path, OWN, MARKED_REPORT)


def test_template_saved_by_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes("\ufeff# {{ view.year }}年\r\n".encode())
    assert render_markdown(tmp_path, OWN, MARKED_REPORT) == "# 2024年\n"


def test_missing_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateMissing, match=OWN):
        render_markdown(tmp_path, OWN, MARKED_REPORT)


def test_template_can_not_type_the_mark_of_a_figure(tmp_path: Path) -> None:
    assert ran(tmp_path, f"办理{marked(1, '99次')}") == "办理199次\n"


def test_loops_and_joined_texts_still_work(tmp_path: Path) -> None:
    text = "{% for n in [3, 4] %}{{ loop.index ~ '/' ~ loop.length }}{{ '。' if loop.last else '，' }}{% endfor %}"
    assert ran(tmp_path, text + "{% for n in [] %}{% else %}空{{ 7 % 4 + 2 ** 3 }}{% endfor %}") == "1/2，2/2。空11\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ day.today() }}", "模板里不许用“today”"),
        ("{{ day.fromtimestamp(0) }}", "模板里不许用“fromtimestamp”"),
        ("{{ day|attr('today') }}", "模板里不许用“today”"),
        ("{{ moment.now() }}", "模板里不许用“now”"),
        ("{{ moment.utcnow() }}", "模板里不许用“utcnow”"),
        ("{{ lights|random }}", "没有“random”这个过滤器"),
        ("{{ view }}", "这里不是文字、数或日期，不能直接写出，一组内容请用 for 逐项写"),
        ("{{ lights }}", "这里不是文字、数或日期，不能直接写出，一组内容请用 for 逐项写"),
        ("{{ lights|map('random') }}", "这里不是文字、数或日期，不能直接写出，一组内容请用 for 逐项写"),
        ("{{ lights|map('random')|list }}", "没有“random”这个过滤器"),
    ],
)
def test_template_writes_nothing_that_differs_from_run_to_run(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / OWN).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateFaulty) as refused:
        render_markdown(tmp_path, OWN, MARKED_REPORT, day=dt.date(2024, 6, 1), moment=MOMENT)
    assert f"（第1行：{why}）" in str(refused.value)


def test_parts_of_a_day_and_plain_filters_still_work(tmp_path: Path) -> None:
    text = (
        "{{ day.year }}.{{ day.month }}，{{ day.isoformat() }}，{{ [3, 1]|sort|join('、') }}，{{ rows|sum('n') }}，"
        "{{ rows|map(attribute='n')|map('string')|join('和') }}，{{ nothing|default('无') }}，"
        "{{ ' a b '.split()|length }}"
    )
    (tmp_path / OWN).write_text(text, encoding="utf-8")
    written = render_markdown(tmp_path, OWN, MARKED_REPORT, day=dt.date(2024, 6, 1), rows=[{"n": 2}, {"n": 3}])
    assert written == "2024.6，2024-06-01，1、3，5，2和3，无，2\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m('a*b') }}", r"**a\*b**"),
        ("{% macro m(x) %} *{{ x }}* {% endmacro %}{{ m('a*b')|trim }}。{{ m('c').strip() }}", r"*a\*b*。*c*"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m('a') ~ '*' }}{{ m('b') + '*' }}", r"*a*\**b*\*"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ [m('a'), 'b*']|join('、') }}", r"*a*、b\*"),
        ("{% macro m() %}*{{ caller() }}*{% endmacro %}{% call m() %}{{ 'x*' }}{% endcall %}", r"*x\**"),
        ("{% set x %}## 题\n\n{{ 'a*b' }}{% endset %}{{ x }}", "## 题\n\na\\*b"),
        ("{% set x|trim %}  *{{ 'a*' }}* {% endset %}{{ x }}", r"*a\**"),
        ("{% block a %}*{{ 'b*' }}*{% endblock %}{{ self.a() }}", r"*b\***b\**"),
        ("{% for x in [1, [2]] recursive %}{{ '*' }}{{ loop(x) if x is iterable else x }}{% endfor %}", r"\*1\*\*2"),
    ],
)
def test_what_macros_and_blocks_write_is_escaped_once(tmp_path: Path, text: str, written: str) -> None:
    assert ran(tmp_path, text) == f"{written}\n"


def test_no_template_prints_a_value_unescaped(tmp_path: Path) -> None:
    assert "（第1行：没有“safe”这个过滤器）" in told(tmp_path, "{{ '*a*'|safe }}")
