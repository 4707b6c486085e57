"""pdfium's functions. The library is untyped, and large enough to be loaded only for a PDF."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def pdfium() -> Any:  # noqa: ANN401 - bindings made of C headers
    """The bindings: FPDFText_CountChars and the like."""
    return import_module("pypdfium2.raw")
