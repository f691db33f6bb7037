"""The report on paper: an A4 form in the order in which a clerk enters it, with a code to scan instead."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from linli.cases import categories
from linli.places import queries as places
from linli.places import settings as values
from linli.places.models import LocationType
from linli.places.rows import in_language
from linli.web import qr
from linli.web.board.doors import public_page
from linli.web.doors import now, street_or_404


@public_page
def paper(request: HttpRequest, street: str) -> HttpResponse:
    """This will give the form of a street to print; whoever uses no phone loses nothing (domain section 9, rule 9)."""
    office, address = street_or_404(street), settings.PUBLIC_URL + reverse("report", args=[street])
    context = {
        "office": office,
        "office_name": places.office_name(street),
        "office_phone": values.value("office.phone", street, now()),
        "communities": [row.title() for row in places.communities(street)],
        "kinds": [(row.code, in_language(row.name)) for row in categories.of_street(street).values()],
        "locations": [label for _value, label in LocationType.choices],
        "contact_days": values.value("privacy.contact_days", street, now()),
        "drawing": qr.drawing(address),
        "address": address,
    }
    return render(request, "resident/paper.html", context)
