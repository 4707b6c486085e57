"""Workbooks with tables of tasks, xlsx and xls: filled cells only, as a person sees them."""
