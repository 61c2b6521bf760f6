"""What this floor tells the cellar: how its rows are called, and who looks after whom."""

from collections.abc import Collection, Mapping

from crm.shop.actions import audit
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from customers.models import Customer, DataImport


@hands_over("customers")
def hand_over_customers(leaver: User, to: User | None, by: User | None) -> int:
    """The customers somebody looked after get a new person to look after them, or nobody."""
    count = Customer.objects.filter(looked_after_by=leaver).update(looked_after_by=to)
    if count:
        audit.record("customer.handed_over", leaver, by=by, counts={"customers": count})
    return count


@names("customers.customer")
def names_of_customers(numbers: Collection[int]) -> Mapping[int, str]:
    return {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=numbers)}


@names("customers.dataimport")
def names_of_imports(numbers: Collection[int]) -> Mapping[int, str]:
    imports = DataImport.objects.filter(pk__in=numbers).select_related("file")
    return {brought.pk: str(brought) for brought in imports}
