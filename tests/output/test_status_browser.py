"""The status page in a real browser: on a telephone, on a screen, on paper."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import html

from planner.domain.status_page import StatusPage
from planner.output.status_page import render_status
from tests.factories_status import year_page
from tests.output.conftest import TEMPLATES

Browser = Callable[..., str]

# What stands beyond the right edge without a box of its own to scroll in, and the faintest text against what is
# behind it (WCAG 2: relative luminance).
_MEASURES = """
function light(colour) {
  const parts = colour.match(/[0-9.]+/g).map(Number);
  const linear = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = parts.slice(0, 3).map(v => linear(v / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function behind(element, view) {
  for (let at = element; at; at = at.parentElement) {
    const colour = view.getComputedStyle(at).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
}
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow;
  let faintest = 99, small = 99;
  for (const element of page.querySelectorAll('body *:not(svg):not(svg *)')) {
    const text = Array.from(element.childNodes).some(node => node.nodeType === 3 && node.data.trim());
    if (!text || !element.getClientRects().length) continue;
    const style = view.getComputedStyle(element);
    const [one, other] = [light(style.color), light(behind(element, view))].sort((a, b) => b - a);
    faintest = Math.min(faintest, (one + 0.05) / (other + 0.05));
    small = Math.min(small, parseFloat(style.fontSize));
  }
  const charts = Array.from(page.querySelectorAll('svg')).map(svg => svg.getBoundingClientRect().width / 340);
  const root = page.documentElement, beyond = root.scrollWidth - root.clientWidth;
  const found = {beyond, faintest, small, chart: Math.min(...charts)};
  document.body.replaceChildren(JSON.stringify(found));
}
"""


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Runs Chromium without a window on a page. Without it tests are skipped, or fail in the full run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("Chromium is missing, and the full run asks for it")
        pytest.skip("Chromium is not installed")

    def run(page: str, *options: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", profile, *options, path.as_uri()]
        return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()

    return run


def rendered(view: StatusPage) -> str:
    return render_status(view, fmt="html", templates=TEMPLATES).decode()


def measured(browser: Browser, width: int) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """How far the page runs out of a frame of a width, its faintest contrast, its smallest text and chart."""
    page = escape(rendered(year_page()))
    frame = f'<iframe style="border:0;width:{width}px;height:900px" onload="measure(this)" srcdoc="{page}"></iframe>'
    around = f"<!DOCTYPE html><body><script>{_MEASURES}</script>{frame}</body>"
    dom = html.document_fromstring(browser(around, "--window-size=1400,1000", "--dump-dom"))
    return json.loads(dom.findtext("body") or "")


@pytest.mark.parametrize("width", [390, 1280])
def test_page_fits_its_screen_and_can_be_read_there(browser: Browser, width: int) -> None:
    found = measured(browser, width)
    assert found["beyond"] == 0
    assert found["faintest"] >= 4.5
    assert found["small"] >= 12
    assert found["chart"] >= 0.9


@pytest.mark.parametrize("listed", [0, 3, 25])
def test_page_of_25_tasks_prints_on_two_pages(browser: Browser, tmp_path: Path, listed: int) -> None:
    printed = tmp_path / "状态.pdf"
    browser(rendered(year_page(listed=listed)), "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    paper = pypdfium2.PdfDocument(printed)
    assert [tuple(round(side) for side in page.get_size()) for page in paper] == [(595, 842)] * 2
    texts = [page.get_textpage().get_text_bounded() for page in paper]
    assert "一、亮灯" in texts[0]
    assert "六、全年进展" in texts[1]
    assert "打印时略去：各项任务（25项，按亮灯）" in "".join(texts[1].split())
    assert "附一" not in "".join(texts)
