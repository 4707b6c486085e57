"""Measurements as ratios to a baseline of the same run. They measure and don't judge."""
