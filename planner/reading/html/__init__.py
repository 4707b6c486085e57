"""Saved web pages: blocks to lines, tables to rows, and what is no text of the page left out."""
