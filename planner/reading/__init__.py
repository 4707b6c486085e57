"""Files to documents: knows formats, not meaning."""

from planner.reading.base import read_document

__all__ = ["read_document"]
