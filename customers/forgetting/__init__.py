"""Forgetting somebody: what goes, what stays, and how each floor takes part."""
