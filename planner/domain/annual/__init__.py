"""The year-end report: material proposed from accepted entries, composed to text, every number with its source."""
