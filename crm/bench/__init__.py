"""How fast the shop answers, as multiples of a bare Django view in the same run: `make bench`."""
