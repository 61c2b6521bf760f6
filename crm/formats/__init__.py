"""Dates and times as shops write them, where Django's own formats differ."""
