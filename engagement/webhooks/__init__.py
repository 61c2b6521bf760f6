"""Telling other programs: what there is to tell, how it is written and signed, and how it gets there."""
