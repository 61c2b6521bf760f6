"""The Monday letter: what changed and why, and what to do about it."""
