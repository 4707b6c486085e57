"""What the elements of a page are: lines of their own, parts of a line, hidden, or no part of the text."""

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p
    pre search section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - fifty lines of one name each say no more
)
HIDDEN = "隐藏的内容"
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext"})

# Never text, however much it holds; the Chinese word for what is told of it, None where nothing is.
_SILENT: Mapping[str, str | None] = {
    "script": "脚本",
    "style": None,
    "title": "网页标题",
    "head": None,
    "select": "下拉选项",
    "datalist": "下拉选项",
    "button": "按钮",
    "iframe": "内嵌框架",
    "object": "内嵌对象",
    "svg": "图形里的文字",
    "canvas": "图形里的文字",
    "audio": "音频视频的说明",
    "video": "音频视频的说明",
    "noframes": "不支持框架时的提示",
}
# Not text either, unless it holds most of the page's words: some offices put the plan in odd containers.
_ASIDE = {"nav": "导航", "aside": "旁栏", "noscript": "不支持脚本时的提示", "template": "模板", "search": "搜索"}
_ASIDE_ROLES = {
    "navigation": "导航",
    "complementary": "旁栏",
    "search": "搜索",
    "banner": "页眉",
    "contentinfo": "页脚",
}
_OF_THE_PAGE = {"header": "页眉", "footer": "页脚"}
"""Of the page only where they stand outside the article; inside they have its title and its signature."""

# What office programs write around the text when they save as a page: LibreOffice by title and id, Word by style.
_OFFICE_TITLES = {"header": "页眉", "footer": "页脚"}
_OFFICE_IDS = re.compile(r"sd(?:foot|end)note\d+")
_OFFICE_STYLE = re.compile(r"mso-element\s*:\s*(header|footer|footnote-list|endnote-list|comment-list)", re.IGNORECASE)
_OFFICE_STYLES = {
    "header": "页眉",
    "footer": "页脚",
    "footnote-list": "脚注",
    "endnote-list": "尾注",
    "comment-list": "批注",
}

_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_INLINE_STYLE = re.compile(r"display\s*:\s*inline\b(?!-)", re.IGNORECASE)
_FLOAT_STYLE = re.compile(r"float\s*:\s*(?:left|right)", re.IGNORECASE)
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre(?:-wrap)?\s*(?:;|$|!)|break-spaces)", re.IGNORECASE)


def is_block(element: HtmlElement) -> bool:
    """Whether the element begins and ends lines."""
    style = element.get("style", "")
    if element.tag in _BLOCKS:
        return not (style and _INLINE_STYLE.search(style))
    return bool(style and _BLOCK_STYLE.search(style) and not _FLOAT_STYLE.search(style))


def keeps_blanks(element: HtmlElement) -> bool:
    """Whether blanks and line breaks stand in it as typed."""
    style = element.get("style", "")
    return element.tag in _PREFORMATTED or bool(style and _PRE_STYLE.search(style))


def is_silent(element: HtmlElement) -> bool:
    """Whether nothing in the element is ever shown as text."""
    return element.tag in _SILENT


def silent_kind(element: HtmlElement) -> str | None:
    """The Chinese word for what a silent element is; None where its words are of no use to anybody."""
    return _SILENT[element.tag]


def aside_kind(element: HtmlElement, *, in_article: bool) -> str | None:
    """The Chinese word for what stands around a page's text, or isn't shown; None for the text itself."""
    name = element.tag
    if _is_hidden(element):
        return HIDDEN
    if name in _OF_THE_PAGE and not in_article:
        return _OF_THE_PAGE[name]
    return _ASIDE.get(name) or _ASIDE_ROLES.get(element.get("role", "").strip().lower()) or _office_kind(element)


def _office_kind(element: HtmlElement) -> str | None:
    if element.tag != "div":
        return None
    if found := _OFFICE_STYLE.search(element.get("style", "")):
        return _OFFICE_STYLES[found[1].lower()]
    return "脚注" if _OFFICE_IDS.fullmatch(element.get("id", "")) else _OFFICE_TITLES.get(element.get("title", ""))


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden", "until-found").lower() != "until-found" or element.get("aria-hidden", "") == "true":
        return True
    style = element.get("style", "")
    return bool(style and _HIDDEN_STYLE.search(style))
