"""What each floor says about a customer, in one request: one panel function a floor."""

from crm.shop.models import User
from customers.models import Customer
from customers.rhythm_panel import rhythm_panel
from customers.sides import Panel, composes_the_side
from engagement.address_panel import address_panel
from engagement.cadence_panel import cadence_panel
from engagement.enquiry_panel import enquiry_panel
from engagement.follow_up_panel import follow_up_panel
from engagement.mail_panel import mail_panel
from engagement.reward_panel import reward_panel
from engagement.special_order_panel import special_order_panel
from engagement.text_panel import text_panel
from feedback.complaint_panel import complaint_panel
from feedback.survey_panel import survey_panel
from metrics.worth_panel import worth_panel

FLOORS = (
    address_panel,
    rhythm_panel,
    worth_panel,
    cadence_panel,
    follow_up_panel,
    enquiry_panel,
    complaint_panel,
    special_order_panel,
    reward_panel,
    survey_panel,
    text_panel,
    mail_panel,
)


@composes_the_side
def customer_side(customer: Customer, user: User) -> list[Panel]:
    """The panels beside a customer's timeline, from the ground floor up."""
    return [panel for floor in FLOORS if (panel := floor(customer, user))]
