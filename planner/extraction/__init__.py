"""Documents to draft plans: knows meaning, not file formats and not the database."""
