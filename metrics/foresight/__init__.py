"""What customers are likely to do next: fitted to the shop's buying days, and kept with each customer.

It loads the purchase models, and with them much that is heavy: only a process of its own imports this.
"""
