"""Cellar: the shop itself: staff, roles, places, opening hours, settings, history."""
