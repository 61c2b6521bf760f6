"""Two bare views to compare with: one reads 50 customers, one writes a line."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from customers.models import Customer, Interaction

PAGE = Engine().from_string(
    "<!doctype html><title>Customers</title><table>{% for customer in customers %}"
    "<tr><td>{{ customer.given_name }} {{ customer.family_name }}</td><td>{{ customer.city }}</td>"
    "<td>{{ customer.purchase_count }}</td><td>{{ customer.spend }}</td>"
    "<td>{{ customer.last_seen_at }}</td></tr>"
    "{% endfor %}</table>"
)


@login_not_required
def bare_list(request: HttpRequest) -> HttpResponse:
    """50 customers by one ORM query, rendered by a plain template."""
    _refuse_strangers(request)
    found = Customer.objects.order_by("sort_key", "pk")[:50]
    return HttpResponse(PAGE.render(Context({"customers": found})))


@login_not_required
@csrf_exempt
def bare_write(request: HttpRequest) -> HttpResponse:
    """One row."""
    _refuse_strangers(request)
    line = Interaction.objects.create(
        customer_id=int(request.POST["customer"]), kind="note", at=timezone.now()
    )
    return HttpResponse(str(line.pk))


def _refuse_strangers(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise Http404


urlpatterns = [path("list/", bare_list), path("write/", bare_write)]
