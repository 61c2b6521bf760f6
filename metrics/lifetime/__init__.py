"""How often customers come back and what they will spend: the purchase models.

Pure numbers, no rows of ours, and heavy to load: only the worker imports this.
"""
