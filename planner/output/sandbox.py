"""The sandbox that templates run in: they see a view and no file, and their loops and what they make have limits."""

import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import do_trim, make_attrgetter
from jinja2.loaders import split_template_path
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from planner.domain.figure_marks import cleaned
from planner.errors import PlannerError, TemplateFaulty, TemplateMissing
from planner.output.compiled import Compiled
from planner.output.template_bounds import (
    FILTERS,
    GLOBALS,
    LARGEST,
    LONGEST,
    MOST,
    STEPS,
    TESTS_LEFT_OUT,
    TOO_LARGE,
    Bounds,
    TooMuch,
    Written,
    check_argument,
    is_allowed,
    kept,
    text_of,
    weight,
)

ENDING = ".j2"
_HIGHEST = 16
_LARGEST = 1_000_000
_A_STEP = 1000
"""Looking through so many characters or items is a step."""

T = TypeVar("T")

TEMPLATE_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
    OSError,
)
"""What a template that is wrong can raise while it is read or run."""


class Folders(FileSystemLoader):
    """Templates of the first folder that has them. They lie in the folder itself, not where a link leads out of it."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if any(_size(Path(folder, *split_template_path(template))) > _LARGEST for folder in self.searchpath):
            raise TooMuch("文件超过 1 MB，不像模板")
        text, path, current = super().get_source(environment, template)
        inside = any(Path(path).resolve().is_relative_to(Path(folder).resolve()) for folder in self.searchpath)
        if not inside or not template.endswith(ENDING):
            raise TemplateNotFound(template)
        return cleaned(text), path, current


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one run of a template: nothing undefined, nothing private, and every operation measured.

    Turns of loops and calls are counted; what calls, filters, + and ~ make, and lists, have a largest size each and
    all together. Of filters and of the methods of texts and days there are those that template_bounds names.
    """

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, *folders: Path, **options: Any) -> None:  # noqa: ANN401 - Jinja's own options
        super().__init__(
            loader=Folders(folders, encoding="utf-8-sig"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=Compiled(options.get("autoescape"), options.get("finalize")),
            **options,
        )
        self.steps = 0
        self.made = 0
        known = FILTERS | {"safe"} if self.autoescape else FILTERS  # elsewhere what is printed is escaped in any case
        self.filters = {name: made for name, made in self.filters.items() if name in known}
        self.tests = {name: test for name, test in self.tests.items() if name not in TESTS_LEFT_OUT}
        self.globals = {name: value for name, value in self.globals.items() if name in GLOBALS}
        self.filters.update(join=self.join, string=text_of, sum=self.sum, trim=_trimmed)
        own = (self.counted, self.joined, self.looked, self.measured, self.written)
        self.filters.update((filtering.__name__, filtering) for filtering in own)

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        """The items of a loop, each a step."""
        for item in items:
            self.step()
            yield item

    def looked(self, value: T) -> T:
        """A value that is looked through: steps by its length. Raises TooMuch."""
        if isinstance(value, str | list | tuple | dict | set | range):
            self.step(len(value) // _A_STEP)
        return value

    def measured(self, value: T) -> T:
        """A value that the template made. Raises TooMuch where it, or all of them together, are too large."""
        self.made += weight(value)
        if self.made > MOST:
            raise TooMuch(TOO_LARGE)
        return value

    def written(self, text: str) -> str:
        """What a macro or a block wrote, as text that is printed as it is. Raises TooMuch."""
        return self.measured(text if self.autoescape else Written(text))

    def joined(self, items: Iterable[object]) -> str:
        """What ~ makes of texts; with one that is written, the others are escaped. Raises TooMuch."""
        texts = self.measured([text_of(item) for item in items])
        if self.autoescape:
            return self.measured(markup_join(texts))
        if any(isinstance(text, Written) for text in texts):
            return self.written("".join(map(self._escaped, texts)))
        return self.measured("".join(texts))

    def join(self, items: Iterable[object], between: str = "", attribute: str | None = None) -> str:
        """Jinja's join, item by item. Raises TooMuch."""
        made: list[object] = []
        for item in self._values(items, attribute):
            made += [self.measured(between), item] if made else [item]
        return self.joined(made)

    def sum(self, items: Iterable[object], attribute: str | None = None) -> float:
        """Jinja's sum, of numbers alone: a sum of lists could be of any length."""
        total: float = sum(self._values(items, attribute))
        return total

    def step(self, count: int = 1) -> None:
        """Take steps. Raises TooMuch."""
        self.steps += count
        if self.steps > STEPS:
            said = f"循环超过了 {STEPS} 次"
            raise TooMuch(said)

    def run(self, name: str, **values: object) -> str:
        """What a template writes. Raises TEMPLATE_FAULTS."""
        written: list[str] = []
        length = 0
        for piece in self.get_template(name).generate(**values):
            length += len(piece)
            if length > LONGEST:
                said = f"写出的文字超过了 {LONGEST} 个字"
                raise TooMuch(said)
            written.append(piece)
        return "".join(written)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's
        return super().is_safe_attribute(obj, attr, value) and is_allowed(obj, attr)

    def call(self, context: Context, called: Any, /, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - Jinja's
        """Call a method, macro or function: a step, its numbers and what it makes measured."""
        self.step()
        self.looked(getattr(called, "__self__", None))
        for value in chain(args, options.values()):
            check_argument(value)
        if isinstance(called, LoopContext):  # the turns of a loop within itself
            args = (self.counted(args[0]), *args[1:])
        made = super().call(context, called, *args, **options)
        if isinstance(called, Macro | BlockReference | LoopContext):
            return self.written(made)
        return self.measured(kept(getattr(called, "__self__", None), made))

    def call_filter(self, name: str, value: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - Jinja's
        """What map, select and the like call for each item."""
        self.step()
        return self.measured(super().call_filter(name, self.looked(value), *args, **options))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's
        """Add up to a size; multiply numbers, not texts; raise to small powers; no % but of numbers."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined((left, right))
        if operator != "+" and not all(isinstance(side, int | float) for side in (left, right)):
            said = f"“{operator}”只能用在两个数之间"
            raise TooMuch(said)
        if operator == "**" and (abs(left) > LARGEST or abs(right) > _HIGHEST):
            raise TooMuch(TOO_LARGE)
        return self.measured(super().call_binop(context, operator, left, right))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401 - Jinja's
        """Refuse str.format: it can write a text of any width."""
        if super().wrap_str_format(value) is None:
            return None
        raise SecurityError("'format'")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = Bounds(self).visit(super()._parse(source, name, filename))
        return tree

    def _values(self, items: Iterable[object], attribute: str | None) -> Iterator[Any]:
        """The items of a filter, or an attribute of each."""
        taken = make_attrgetter(self, attribute) if attribute else None
        return (taken(item) if taken else item for item in self.counted(items))

    def _escaped(self, value: str) -> str:
        return value if isinstance(value, Written) or self.finalize is None else self.finalize(value)


def _trimmed(text: str, chars: str | None = None) -> str:
    return kept(text, do_trim(text, chars))


# ---- what went wrong, and where ----


def refusal(fault: Exception, asked: str, folders: Sequence[Path]) -> PlannerError:
    """A template's fault as a refusal that names the file, the line where it is known, and what is wrong."""
    place = _place(fault, folders)
    if place is None and isinstance(fault, TemplateNotFound):
        return TemplateMissing(folders[0] / asked)
    path, line = place or (_found(asked, folders), 0)
    return TemplateFaulty(path, f"第{line}行：{told(fault)}" if line else told(fault))


def _place(fault: Exception, folders: Sequence[Path]) -> tuple[Path, int] | None:
    """The file and line of the innermost template that was at work."""
    if isinstance(fault, TemplateSyntaxError):
        return (Path(fault.filename), fault.lineno) if fault.filename else None
    roots = tuple(f"{os.fspath(folder)}{os.sep}" for folder in folders)
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.endswith(ENDING)]
    inside = [frame for frame in frames if os.path.normpath(frame.filename).startswith(roots)]
    return (Path(inside[-1].filename), inside[-1].lineno or 0) if inside else None


def _found(asked: str, folders: Sequence[Path]) -> Path:
    return next((folder / asked for folder in folders if (folder / asked).is_file()), folders[0] / asked)


def told(fault: Exception) -> str:
    """What is wrong with a template, in Chinese."""
    match fault:
        case TooMuch():
            return str(fault.message)
        case TemplateNotFound():
            return f"要引用的“{fault.name}”不在模板文件夹里，模板只能引用模板文件夹里的 {ENDING} 文件"
        case SecurityError():
            return f"模板里不许用{_quoted(fault)}"
        case UndefinedError():
            return f"没有{_quoted(fault)}这一项"
        case TemplateSyntaxError() | TemplateRuntimeError():  # the latter of a filter that is named to map
            return _syntax(fault.message or "")
    words = (sentence for kind, sentence in _OTHERS if isinstance(fault, kind))
    return next(words, f"算不出来，写法和内容不合（{type(fault).__name__}）")


_OTHERS = (
    (UnicodeDecodeError, "不是 UTF-8 编码，请另存为 UTF-8"),
    (RecursionError, "模板引用了自己，没有尽头"),
    (OverflowError, f"用了太大的数，range 最多 {LARGEST}"),
    (MemoryError, "写出的文字太长"),
    (OSError, "读不了这个文件"),
)


# 'figure' is undefined; 'AnnualReport object' has no attribute 'figure'; access to attribute '__class__' of 'str' …
_NAME = re.compile(r"(?:attribute|element) '?(?P<name>[^' ]+)'?|^'(?P<alone>[^']+)'")


def _quoted(fault: TemplateError) -> str:
    found = _NAME.search(re.sub(r"^.*? has no ", "", fault.message or ""))
    return f"“{found['name'] or found['alone']}”" if found else "这样的写法"


_SYNTAX = (
    (re.compile(r"unknown tag '(\w+)'"), "没有“{}”这个标签"),
    (re.compile(r"No filter named '(\w+)'"), "没有“{}”这个过滤器"),
    (re.compile(r"No test named '(\w+)'"), "没有“{}”这个判断"),
    (re.compile(r"Unexpected end of template"), "有 if、for 之类的标签没有写结束"),
    (re.compile(r"expected token '(.+)', got"), "这里缺“{}”"),
    (re.compile(r"unexpected '(.+)'"), "“{}”写在了不该写的地方"),
)


def _syntax(message: str) -> str:
    for pattern, sentence in _SYNTAX:
        if found := pattern.search(message):
            return sentence.format(*found.groups())
    return "写法不对，请核对括号、引号和标签"
