"""What one visit of the report page knows, and how what was sent becomes a case: place, pictures, the action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.cases import actions, categories
from linli.cases import queries as cases
from linli.cases.actions.taking import checked
from linli.cases.models import Case, Follower, Source
from linli.cases.workflow import Words
from linli.lib.geometry import valid_position
from linli.people import queries as people
from linli.places import queries as places
from linli.places import settings
from linli.places.rows import PlaceRow, SpotRow
from linli.privacy.refusals import checked as checked_contact
from linli.web.doors import origin
from linli.web.resident import staging
from linli.web.resident.forms.fields import REFUSALS, told_to
from linli.web.resident.forms.reporting import ReportForm, new_key, once
from linli.web.resident.picking import picked
from linli.web.resident.straight import plain, position
from linli.web.resident.wording.near import Similar, similar

_SAME = "linli.resident.same"
_SAME_HOURS = 12


@dataclass
class Intake:
    """One visit: a street, perhaps the board it was scanned from, and what was sent."""

    request: HttpRequest
    street: PlaceRow
    at: datetime
    spot: SpotRow | None = None
    waiting: list[staging.Waiting] = field(default_factory=list)

    @property
    def expired(self) -> bool:
        """Whether a picture that was kept for this form is gone, and has to be sent once more."""
        return len(self.waiting) < len(set(self.request.POST.getlist("kept")[: staging.MOST]))

    @cached_property
    def form(self) -> ReportForm:
        """The page's form, empty until a post is read but for the place that the page one comes from was about."""
        come = {"key": new_key(), "community": self.request.GET.get("community", "")}
        return self._form(come | (picked(self.request) or {}))

    def _form(self, initial: dict[str, Any] | None = None) -> ReportForm:
        sent = () if initial is not None else (self.request.POST, self.request.FILES)
        return ReportForm(
            *sent,
            initial=initial,
            communities=places.communities(self.street.code),
            categories=self.categories.values(),
        )

    @cached_property
    def categories(self) -> dict[str, categories.CategoryRow]:
        """The street's categories by code."""
        return categories.of_street(self.street.code)

    @cached_property
    def key(self) -> str:
        """The key under which this post is stored, empty when the page gave none."""
        files = [
            f"{file.name}:{file.size}" for file in self.request.FILES.values() if not isinstance(file, list)
        ]
        return once(self.request.POST.dict(), [*self.request.POST.getlist("kept"), *files])

    def straight(self) -> Case | None:
        """This will report at once what needs no form: no picture, nothing to put right, nothing to look at first.

        None leaves all of it to the form, which says what is wrong and where; nothing is stored then.
        """
        communities = {row.code for row in places.communities(self.street.code)}
        said = plain(self.request, communities=communities, categories=self.categories)
        if said is None or not self.key:
            return None
        spot = None if said["elsewhere"] else self.spot
        if self._must_look(said, spot) and (self.sent_before() or self._near(*position(said))):
            return None
        try:
            return self._send(said, spot)
        except REFUSALS:
            return None

    def sent_before(self) -> cases.Sent | None:
        """This will give what the same post has become already."""
        return cases.sent_before(self.street.code, self.key) if self.key else None

    def read(self) -> bool:
        """This will read a post; False when something of it must be put right. What was read is kept either way."""
        self.form = self._form()
        self.waiting = staging.received(self.request, self.form, street=self.street.code, at=self.at)
        if not self.key:
            self.form.data = {**self.request.POST.dict(), "key": new_key()}
            self.form.add_error(
                None, _("This page was out of date. Send it once more; what you wrote is still there.")
            )
        self.form.is_valid()  # reads the fields, so that more can be said about them
        self._say_all()
        return self.form.is_valid()

    def _say_all(self) -> None:
        """What the actions will ask for one after the other is asked for at once, in their own words."""
        said = self.form.cleaned_data
        wordless = self.waiting or "same" in self.request.POST
        with told_to(self.form):
            checked(said["text"], Words.OPTIONAL if wordless else Words.REQUIRED, field="text")
        with told_to(self.form):
            checked_contact(name="", phone=said["phone"], email="")
        placed = self.on_spot or said["lon"] or said["lat"] or said.get("community", " ")
        if not placed and "same" not in self.request.POST:
            self.form.add_error("community", _("Choose the community it is in."))

    def again(self, *, elsewhere: bool) -> None:
        """This will show the page as it was, judging nothing but new pictures: one was taken out, or the place."""
        kept = dict(self.form.data.items())
        self.form.data = kept | {"lon": "", "lat": "", "elsewhere": "1"} if elsewhere else kept
        for name in [name for name in self.form.errors if name != staging.FIELDS[0]]:
            del self.form.errors[name]

    @property
    def on_spot(self) -> SpotRow | None:
        """The board the report is from, unless the person said that it is elsewhere."""
        return None if self.form["elsewhere"].value() else self.spot

    def near(self) -> list[Similar]:
        """This will give similar open cases near the board, or near the position that was sent."""
        lon, lat = (self.on_spot.lon, self.on_spot.lat) if self.on_spot else (None, None)
        if self.form.is_bound and self.form.is_valid() and not self.on_spot:
            lon, lat = position(self.form.cleaned_data)
        rows = self._near(lon, lat)
        return [similar(row, self.categories, signing.dumps(row.id, salt=_SAME)) for row in rows]

    def _near(self, lon: float | None, lat: float | None) -> list[cases.NearRow]:
        return cases.near(self.street.code, at=self.at, lon=lon, lat=lat)

    def must_look(self) -> bool:
        """This will tell whether similar cases have yet to be offered: a position was sent, and nobody looked."""
        return self._must_look(self.form.cleaned_data, self.on_spot)

    def _must_look(self, said: Mapping[str, Any], spot: SpotRow | None) -> bool:
        lon, lat = position(said)
        is_one = lon is not None and lat is not None and valid_position(lon, lat)
        return is_one and spot is None and not said["looked"]

    def follow(self) -> Follower | None:
        """This will have the person follow the similar case they chose; None when it was refused."""
        case = self._same()
        said = self.form.cleaned_data
        with told_to(self.form, words="text"):
            if case is not None and self.key:
                return actions.follow(
                    case=case, at=self.at, idempotency=self.key, words=said["text"], phone=said["phone"],
                    age_14=said["age_14"] or not said["phone"].strip(),
                )  # fmt: skip
        return None

    def _same(self) -> Case | None:
        try:
            case_id = signing.loads(self.request.POST.get("same", ""), salt=_SAME, max_age=_SAME_HOURS * 3600)
        except signing.BadSignature:
            return None
        found = cases.get_case(case_id)
        return found if found is not None and found.street == self.street.code else None

    def report(self) -> Case | None:
        """This will send the report; None when it was refused, and the form says why."""
        with told_to(self.form, place="community", words="text"):
            return self._send(self.form.cleaned_data, self.on_spot)
        return None

    def _send(self, said: Mapping[str, Any], spot: SpotRow | None) -> Case:
        lon, lat = (None, None) if spot else position(said)
        return actions.report(
            report=actions.Report(
                street=self.street.code,
                text=said["text"],
                idempotency=self.key,
                source=Source.QR if spot else Source.RESIDENT,
                category=said["category"],
                location_type=said["location_type"],
                spot_token=spot.asked if spot else "",
                lon=lon,
                lat=lat,
                community=said["community"],
                phone=said["phone"],
                call_back_agreed=said["call_back"],
                age_14=said["age_14"] or not said["phone"].strip(),
                pictures=[each.prepared for each in self.waiting],
            ),
            at=self.at,
            origin=origin(self.request),
        )

    def page(self) -> dict[str, Any]:
        """This will give what the page shows."""
        self.waiting = staging.still(self.waiting)
        if "community" in self.form.errors and self.form.is_bound:
            self._forget_position()
        free = staging.MOST - len(self.waiting)
        return {
            "street": self.street,
            "office_name": places.office_name(self.street.code),
            "now": self.at,
            "form": self.form,
            "spot": self.on_spot,
            "spot_place": places.name(self.on_spot.community) if self.on_spot else "",
            "located": bool(self.form["lon"].value()),
            "picked": picked(self.request) is not None,
            "waiting": self.waiting,
            "free": [self.form[name] for name in staging.FIELDS[:free]],
            "categories": list(self.categories.values()),
            "unmanned": not people.on_roster(self.street.code, self.at),
            "office_phone": settings.value("office.phone", self.street.code, self.at),
            "answer_hours": settings.value("cases.first_answer_hours", self.street.code, self.at),
            "contact_days": settings.value("privacy.contact_days", self.street.code, self.at),
        }

    def _forget_position(self) -> None:
        """A position that was refused would be refused again; the list is what is left."""
        self.form.data = dict(self.form.data.items()) | {"lon": "", "lat": ""}
