"""Tables and queries. Knows SQLAlchemy, no rules."""
