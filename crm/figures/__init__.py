"""Intervals and what may be said with them. Pure: knows nobody in the house."""
