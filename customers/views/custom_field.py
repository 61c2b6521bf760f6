"""The questions this shop asks of every customer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.actions.custom_field import add_custom_field, retire_custom_field
from customers.forms.custom_field import CustomFieldForm
from customers.models import CustomField

PAGE = "customers/custom_field_list.html"


@require(Permission.CUSTOM_FIELD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def custom_field_list(request: StaffRequest) -> HttpResponse:
    """Those in use, and the form for a new one."""
    form = CustomFieldForm(posted(request))
    context = {"form": form, "own_fields": CustomField.objects.in_use()}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    answers = form.cleaned_data
    add_custom_field(
        form.key, label=answers["label"], kind=answers["kind"], choices=answers["choices"], by=request.user
    )
    return redirect("customers:custom_field_list")


@require(Permission.CUSTOM_FIELD_EDIT)
@require_POST
def custom_field_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop asking; what customers have answered stays."""
    retire_custom_field(get_object_or_404(CustomField, pk=pk), by=request.user)
    return redirect("customers:custom_field_list")
