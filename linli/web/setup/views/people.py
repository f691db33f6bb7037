"""Accounts and organisations of a street, and tables of them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.lib.verdicts import Refused
from linli.people import actions
from linli.people import queries as people
from linli.people.models import Organisation, Person
from linli.places import queries as places
from linli.web.desk.naming import duty_words
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering
from linli.web.setup.forms.people import OrganisationForm, PersonForm
from linli.web.setup.page import (
    attempt,
    carry_out,
    form_page,
    posted,
    pressed,
    refused,
    setup_page,
)
from linli.web.setup.searching import searched
from linli.web.setup.where import address
from linli.web.signing.ways import ways
from linli.web.wording.numbers import named

SECRET = gettext_lazy(
    "Give this link to the person alone. It is shown once, is good once, and for three days."
)
# What a button of an account does, and the sentence on it.
DEEDS = {
    "close": (actions.close_person, gettext_lazy("The account is closed. Its duties are vacant.")),
    "reopen": (actions.reopen_person, gettext_lazy("The account is open again, without duties.")),
}
# The same of how somebody signs in.
SIGNING: dict[str, tuple[Callable[..., None], "str | Promise"]] = {
    "reset": (
        actions.reset_second_factor,
        gettext_lazy("Two-factor sign-in is reset, and the person is signed out everywhere."),
    ),
    "link-way": (actions.link, gettext_lazy("The account is linked.")),
    "unlink-way": (actions.unlink, gettext_lazy("The link is taken away.")),
}
REASONS = {
    "lost": pgettext_lazy("why a second factor is reset", "The phone is lost"),
    "replaced": pgettext_lazy("why a second factor is reset", "A new phone without the old authenticator"),
    "broken": pgettext_lazy("why a second factor is reset", "The authenticator does not work"),
}


@administering
def accounts(request: HttpRequest, street: str) -> HttpResponse:
    """This will list a street's accounts with their duties; three statements whatever its length."""
    duties: dict[int, list[str]] = {}
    for row in people.duty_rows(street, now()):
        if row.person_id is not None:
            duties.setdefault(row.person_id, []).append(duty_words(row.role, row.title()))
    items = [
        {"row": row, "duties": duties.get(row.pk, []), "ready": row.has_usable_password()}
        for row in people.persons(street)
    ]
    lead = _("What somebody may do hangs on their duties alone. Nobody but the person knows their password.")
    found = searched(
        request, items, lambda item: " ".join([item["row"].name, item["row"].username, *item["duties"]])
    )
    return render(
        request,
        "setup/people.html",
        setup_page(request, street, "people", found=found, title=_("Accounts"), lead=lead),
    )


@administering
def new_account(request: HttpRequest, street: str) -> HttpResponse:
    """This will open an account and show the link of its invitation, once."""
    form = PersonForm(posted(request))
    if request.method == "POST":
        done = attempt(
            form,
            lambda: actions.create_person(
                street=street, at=now(), by=viewer_of(request), **form.cleaned_data
            ),
        )
        if done.worked:
            return _invited(request, street, done.result)
    return form_page(
        request,
        street,
        "people",
        form,
        title=_("New account"),
        lead=_("Afterwards you get a link by which the person sets their password."),
        submit=_("Open the account"),
        back=address("people", street),
    )


@administering
def account(request: HttpRequest, street: str, person_id: int) -> HttpResponse:
    """This will change an account, close and open it, or make a new link for its password."""
    row, what = _account(street, person_id), request.POST.get("action", "")
    if what == "link" or what in DEEDS | SIGNING:
        return _press(request, row, what)
    form, back = PersonForm(posted(request), row), address("people", street)
    return carry_out(
        request,
        form,
        lambda: actions.update_person(person=row, at=now(), by=viewer_of(request), **form.cleaned_data),
        gettext_lazy("The account is kept."),
        back,
    ) or form_page(
        request,
        street,
        "people",
        form,
        template="setup/person.html",
        person=row,
        **_how(row),
        title=row.name,
        submit=_("Keep the account"),
        back=back,
    )


def _account(street: str, person_id: int) -> Person:
    found = people.person(person_id)
    if found is None or found.street != street:
        raise Http404
    return found


def _how(person: Person) -> dict[str, Any]:
    """How the person signs in besides their password, for the administrator's page."""
    linked = people.links(person)
    return {
        "factor": people.second_factor(person),
        "reasons": REASONS.items(),
        "elsewhere": [(way, linked.get(way.key, "")) for way in ways()],
    }


def _press(request: HttpRequest, person: Person, what: str) -> HttpResponse:
    """What came of a button: the page with a new link, or the account again with a sentence."""
    if what == "link":
        return _invited(request, person.street, person)
    if what in SIGNING:
        return _signing(request, person, what)
    deed, done = DEEDS[what]
    here = address("person", person.street, person.pk)
    return pressed(request, here, lambda: deed(person=person, at=now(), by=viewer_of(request)), done)


def _signing(request: HttpRequest, person: Person, what: str) -> HttpResponse:
    """What came of a button about how the person signs in: the account again with a sentence."""
    deed, done = SIGNING[what]
    here, by, way = (
        address("person", person.street, person.pk),
        viewer_of(request),
        request.POST.get("way", ""),
    )
    given = {
        "reset": {"reason": request.POST.get("reason", "")},
        "link-way": {"way": way, "subject": request.POST.get("subject", "")},
        "unlink-way": {"way": way},
    }[what]
    if what != "reset" and way not in {each.key for each in ways()}:
        raise Http404
    return pressed(request, here, lambda: deed(person=person, at=now(), by=by, **given), done)


def _invited(request: HttpRequest, street: str, person: Person) -> HttpResponse:
    """The page with the link; it is in no address and in no list, so that it cannot be found again."""
    try:
        secret = actions.invitation(person=person, at=now(), by=viewer_of(request))
    except Refused as fault:
        return refused(request, fault.reason, address("person", street, person.pk))
    link = settings.PUBLIC_URL + reverse("first-password", args=[secret])
    context = setup_page(
        request,
        street,
        "people",
        person=person,
        link=link,
        title=_("Link for %(name)s") % {"name": person.name},
        lead=SECRET,
        back=address("people", street),
    )
    return render(request, "setup/invited.html", context)


@administering
def organisations(request: HttpRequest, street: str) -> HttpResponse:
    """This will list a street's organisations, and the county's beside them."""
    rows = [*people.organisations(street), *people.organisations(street[:6])]
    items = [
        {
            "row": row,
            "kind": row.get_kind_display(),
            "place": places.name(row.place) if row.place else "",
            "own": row.street == street,
        }
        for row in rows
    ]
    found = searched(
        request,
        items,
        lambda item: f"{named(item['row'].name)} {item['kind']} {item['row'].code} {item['place']}",
    )
    context = setup_page(request, street, "organisations", found=found, title=_("Organisations"), lead="")
    return render(request, "setup/organisations.html", context)


@administering
def new_organisation(request: HttpRequest, street: str) -> HttpResponse:
    """This will set up an organisation."""
    return _edit(request, street, None)


@administering
def organisation(request: HttpRequest, street: str, organisation_id: int) -> HttpResponse:
    """This will change an organisation of the street, or close it."""
    row = _organisation(street, organisation_id)
    if request.POST.get("action") == "close":
        return pressed(
            request,
            address("organisations", street),
            lambda: actions.close_organisation(organisation=row, at=now(), by=viewer_of(request)),
            gettext_lazy("The organisation is closed."),
        )
    return _edit(request, street, row)


def _organisation(street: str, organisation_id: int) -> Organisation:
    found = people.organisation(organisation_id)
    if found is None or found.street != street or found.closed_on is not None:
        raise Http404
    return found


def _edit(request: HttpRequest, street: str, row: Organisation | None) -> HttpResponse:
    form, back = OrganisationForm(posted(request), street=street, row=row), address("organisations", street)
    return carry_out(
        request,
        form,
        lambda: _keep(request, street, row, form),
        gettext_lazy("The organisation is kept."),
        back,
    ) or form_page(
        request,
        street,
        "organisations",
        form,
        template="setup/organisation.html" if row else "setup/form.html",
        row=row,
        title=named(row.name) if row else _("New organisation"),
        submit=_("Keep the organisation"),
        back=back,
    )


def _keep(request: HttpRequest, street: str, row: Organisation | None, form: OrganisationForm) -> None:
    at, by, given = now(), viewer_of(request), form.cleaned_data
    if row is not None:
        actions.update_organisation(organisation=row, at=at, by=by, **form.arguments())
    else:
        actions.create_organisation(
            street=street, kind=given["kind"], code=given["code"], at=at, by=by, **form.arguments()
        )
