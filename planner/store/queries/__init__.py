"""Named reads that verbs and pages share."""
