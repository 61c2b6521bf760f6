"""Where the shop wants to be, and where others are."""
