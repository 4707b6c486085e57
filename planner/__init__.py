"""Turns a published work plan into task records and carries them through the year."""
