"""The days on which an office's calendar differs from Monday to Friday, and what hangs on them."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions import recompute_deadlines
from linli.cases.actions.carrying import Recomputed
from linli.lib.calendars import Calendar
from linli.lib.verdicts import Refused
from linli.places import actions
from linli.places import queries as places
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering, is_county
from linli.web.setup.forms.places import HolidayForm
from linli.web.setup.page import attempt, form_page, posted, said
from linli.web.setup.where import address

SHOWN = 200
YEARS = range(2000, 2100)
KEPT = gettext_lazy("The day is kept, and open deadlines are counted anew.")


@administering
def holidays(request: HttpRequest, street: str) -> HttpResponse:
    """This will list a year's days and change one: first what would move, then the change."""
    year = _year(request, street)
    if request.POST.get("action") == "confirm":
        return _confirm(request, street, year)
    form = _form(request, street)
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("action") == "apply" and attempt(form, lambda: _keep(request, form)).worked:
            return said(request, KEPT, address("holidays", street) + f"?year={form.cleaned_data['day'].year}")
        preview = _preview(request, form)
    return form_page(
        request,
        street,
        "holidays",
        form,
        template="setup/holidays.html",
        title=_("Holidays"),
        lead=_("Office deadlines skip days off. A day of the street counts before one of the county."),
        may_confirm=is_county(viewer_of(request), street),
        **_days(street, year),
        **preview,
    )


def _form(request: HttpRequest, street: str) -> HolidayForm:
    """The form as posted, or begun with what a link of the list asks for."""
    start = {"day": request.GET.get("day", "")[:10], "what": request.GET.get("what", "off")[:4]}
    county = is_county(viewer_of(request), street)
    return HolidayForm(posted(request), street=street, county=county, start=start)


def _days(street: str, year: int) -> dict[str, Any]:
    """The days of a year, the years beside it, and whether all its holidays are known."""
    return {
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "days": [{"row": row, "own": row.owner == street} for row in places.holidays(street, year)],
        "known": year in places.calendar(street).known_years,
    }


def _year(request: HttpRequest, street: str) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return now().astimezone(places.calendar(street).zone).year
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in YEARS):
        raise Http404
    return int(asked)


def _keep(request: HttpRequest, form: HolidayForm) -> None:
    day, working, at, by = form.cleaned_data["day"], form.working, now(), viewer_of(request)
    if working is None:
        actions.remove_holiday(form.owner, day, at=at, by=by)
    else:
        actions.set_holiday(form.owner, day, working=working, name=form.names(), at=at, by=by)


def _preview(request: HttpRequest, form: HolidayForm) -> dict[str, Any]:
    """The open deadlines that would move, of one street or of all of the county."""
    owner, day = form.owner, form.cleaned_data["day"]
    streets = [owner] if len(owner) == 9 else places.streets(owner)
    moved: list[Recomputed] = []
    for street in streets:
        as_if = _as_if(street, day, form.working, of_county=len(owner) == 6)
        moved += recompute_deadlines(
            street=street, at=now(), by_id=viewer_of(request).person_id, calendar=as_if, apply=False
        )
    return {"preview": True, "moved": moved[:SHOWN], "moving": len(moved)}


def _as_if(street: str, day: date, working: bool | None, *, of_county: bool) -> Calendar:
    """The calendar of a street as it would be; a street's own day stays before what its county says."""
    calendar = places.calendar(street)
    rows = {row.owner: row.working for row in places.holidays(street, day.year) if row.day == day}
    rows[street[:6] if of_county else street] = working  # type: ignore[assignment]  # None: no row
    own, county = rows.get(street), rows.get(street[:6])
    counts = county if own is None else own
    return replace(
        calendar,
        days_off=(calendar.days_off - {day}) | ({day} if counts is False else set()),
        days_on=(calendar.days_on - {day}) | ({day} if counts is True else set()),
    )


def _confirm(request: HttpRequest, street: str, year: int) -> HttpResponse:
    try:
        actions.confirm_year(street[:6], year, at=now(), by=viewer_of(request))
    except Refused as fault:
        messages.error(request, str(fault.reason))
    else:
        messages.success(request, _("All holidays of %(year)d are entered.") % {"year": year})
    return redirect(address("holidays", street) + f"?year={year}")
