"""Rules of saved lists: what can be asked of customers, put together with and, or, and none."""
