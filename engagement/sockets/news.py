"""Pages of this floor that tell whoever writes on them what a colleague has done meanwhile."""

from crm.shop.news import watch_form
from crm.shop.permissions import Permission
from engagement.models import Announcement, Article, Enquiry, SpecialOrder

watch_form("enquiry-form", Enquiry, Permission.ENQUIRY_WORK)
watch_form("article-form", Article, Permission.ARTICLE_EDIT)
watch_form("special-order-form", SpecialOrder, Permission.SPECIAL_ORDER_WORK)
watch_form("announcement-form", Announcement, Permission.ANNOUNCEMENT_SEND)
