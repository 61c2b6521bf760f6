"""What becomes of this floor's rows when two customers are put together.

The database itself notes whose purchases moved: the clock counts both again within minutes.
"""

from customers.merging.rules import drop_all, leave, merges

# They say what was counted, until it is counted again: only so can it be taken away.
merges("metrics.buyingday.customer")(leave)
merges("metrics.customerscore.customer")(drop_all)
