"""For how long things are kept, and what the shop can say about why."""
