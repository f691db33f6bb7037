"""Duties of a street: vacancies first, giving, handing over, leave, end."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.people import actions
from linli.people import queries as people
from linli.people.models import Duty
from linli.people.rows import DutyLine
from linli.places import queries as places
from linli.web.desk.naming import duty_words
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering, is_county
from linli.web.setup.forms.people import ChoosePersonForm, DutyForm, EndForm, LeaveForm
from linli.web.setup.page import carry_out, form_page, posted, pressed, setup_page
from linli.web.setup.searching import having, searched
from linli.web.setup.where import address
from linli.web.wording.numbers import named

FALLS = gettext_lazy("Work of a vacant duty falls to the next level up until somebody is named.")
DONE = {
    "end": gettext_lazy("The end of the duty is kept."),
    "vacate": gettext_lazy("The duty is vacant. Its work falls to the next level up."),
    "end-leave": gettext_lazy("The leave is over; the deputy no longer acts."),
    "roster": gettext_lazy("On the roster for danger from now on."),
    "off-roster": gettext_lazy("Off the roster for danger."),
}


@administering
def duties(request: HttpRequest, street: str) -> HttpResponse:
    """This will list what nobody holds, then who holds what, duties to come too."""
    empty, held = _vacant(street), _held(street)
    lead = ngettext(
        "%(n)d duty is vacant. Its work falls to the next level up until somebody is named.",
        "%(n)d duties are vacant. Their work falls to the next level up until somebody is named.",
        len(empty),
    ) % {"n": len(empty)}
    found = searched(request, held, lambda item: f"{item['words']} {item['row'].person_name}")
    context = setup_page(
        request,
        street,
        "duties",
        empty=having(empty, found.q, lambda item: item["words"]) if found.page == 1 else [],
        found=found,
        title=_("Duties"),
        lead=lead if empty else FALLS,
    )
    return render(request, "setup/duties.html", context)


def _vacant(street: str) -> list[dict[str, Any]]:
    return [
        {
            "words": duty_words(row.role, places.name(row.place)),
            "row": row,
            "falls_to": places.name(row.falls_to),
        }
        for row in people.vacancies(street, now())
    ]


def _held(street: str) -> list[dict[str, Any]]:
    day = people.today(street, now())
    rows = people.duty_rows(street)
    return [_line(row, day) for row in rows if not row.vacant and (row.to_on is None or row.to_on >= day)]


def _line(row: DutyLine, day: Any) -> dict[str, Any]:
    return {"row": row, "words": duty_words(row.role, row.title()), "on_leave": row.on_leave(day)}


@administering
def new(request: HttpRequest, street: str) -> HttpResponse:
    """This will give a duty, or set it up as vacant."""
    county = is_county(viewer_of(request), street)
    start = {key: request.GET.get(key, "")[:30] for key in ("role", "where", "person")}
    form = DutyForm(posted(request), street=street, county=county, start=start)
    return carry_out(
        request,
        form,
        lambda: actions.assign_duty(street=street, by=viewer_of(request), at=now(), **form.arguments()),
        gettext_lazy("The duty is given."),
        address("duties", street),
    ) or form_page(
        request,
        street,
        "duties",
        form,
        title=_("Give a duty"),
        lead=_("A vacant duty of the same kind and place is filled by it."),
        submit=_("Give the duty"),
        back=address("duties", street),
    )


@administering
def duty(request: HttpRequest, street: str, duty_id: int) -> HttpResponse:
    """This will show one duty with what may be done to it, and end it."""
    row, what, back = _of(street, duty_id), request.POST.get("action", ""), address("duties", street)
    if what in DONE and what != "end":
        return pressed(request, back, lambda: _act(request, row, what), DONE[what])
    form = EndForm(posted(request))
    return carry_out(
        request,
        form,
        lambda: actions.end_duty(duty=row, at=now(), by=viewer_of(request), on=form.cleaned_data["on"]),
        DONE["end"],
        back,
    ) or form_page(
        request,
        street,
        "duties",
        form,
        template="setup/duty.html",
        duty=row,
        title=_words(row),
        moving=_moving(row),
        day=people.today(street, now()),
        back=back,
    )


def _act(request: HttpRequest, row: Duty, what: str) -> None:
    viewer, at = viewer_of(request), now()
    if what == "vacate":
        actions.vacate(duty=row, at=at, by=viewer)
    elif what == "end-leave":
        actions.end_leave(duty=row, at=at, by=viewer)
    else:
        actions.put_on_roster(duty=row, on_roster=what == "roster", at=at, by=viewer)


@administering
def hand_over(request: HttpRequest, street: str, duty_id: int) -> HttpResponse:
    """This will hand a duty to another person, after saying how many open cases go with it."""
    row = _of(street, duty_id)
    start = request.GET.get("person", "")[:20]
    form = ChoosePersonForm(posted(request), street=street, duty=row, start=start)
    return carry_out(
        request,
        form,
        lambda: actions.hand_over_duty(duty=row, at=now(), by=viewer_of(request), **form.arguments()),
        gettext_lazy("The duty is handed over, with its open cases."),
        address("duties", street),
    ) or form_page(
        request,
        street,
        "duties",
        form,
        title=_("Hand over: %(duty)s") % {"duty": _words(row)},
        lead=_moving(row),
        submit=_("Hand over"),
        back=address("duty", street, row.pk),
    )


@administering
def leave(request: HttpRequest, street: str, duty_id: int) -> HttpResponse:
    """This will let a deputy act for somebody on leave."""
    row = _of(street, duty_id)
    form = LeaveForm(posted(request), street=street, duty=row, today=people.today(street, now()))
    return carry_out(
        request,
        form,
        lambda: actions.put_on_leave(duty=row, at=now(), by=viewer_of(request), **form.arguments()),
        gettext_lazy("The leave is kept. The deputy acts on both days and between."),
        address("duties", street),
    ) or form_page(
        request,
        street,
        "duties",
        form,
        title=_("Leave: %(duty)s") % {"duty": _words(row)},
        lead=_("The holder may still act; the deputy acts beside them."),
        submit=_("Keep the leave"),
        back=address("duty", street, row.pk),
    )


def _of(street: str, duty_id: int) -> Duty:
    found = people.duty(street, duty_id)
    if found is None or (found.to_on is not None and found.to_on < people.today(street, now())):
        raise Http404
    return found


def _words(row: Duty) -> str:
    return duty_words(
        row.role,
        places.name(row.place) if row.place else named(row.organisation.name if row.organisation else ""),
    )


def _moving(row: Duty) -> str:
    """How many open cases go with a duty."""
    moving = actions.preview_handover(row, None, now()) if row.person_id else 0
    return ngettext("%(n)d open case goes with this duty.", "%(n)d open cases go with this duty.", moving) % {
        "n": moving
    }
