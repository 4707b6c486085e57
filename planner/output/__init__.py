"""Views of the domain to files: knows workbooks, documents and templates, no rules."""
