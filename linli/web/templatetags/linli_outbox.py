"""What parts/outbox.html asks for: `{% load linli_outbox %}`."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from linli.places import settings as values
from linli.privacy.settings_keys import ON_PHONE_DAYS
from linli.web import outbox

register = template.Library()


@register.simple_tag(takes_context=True)
def person_mark(context: Context) -> str:
    """This will mark who is signed in, so that what they write is never sent in another's name."""
    return outbox.person_mark(context["request"])


@register.simple_tag
def worker_address() -> str:
    """This will give the address of the service worker, nothing where an operator switched it off."""
    return reverse("service-worker") if settings.OFFLINE else ""


@register.simple_tag(takes_context=True)
def days_on_phone(context: Context) -> int:
    """This will give after how many days a kept report is offered for throwing away, in the page's street."""
    street = getattr(context.get("street"), "code", "")
    days: int = values.value(ON_PHONE_DAYS, street) if street else values.key(ON_PHONE_DAYS).initial
    return days
