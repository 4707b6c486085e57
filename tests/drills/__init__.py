"""Drills: what offices do to a database, hard and often. Their short forms stand in the tests."""
