"""Accounts, organisations, duties and tables of them."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.people import queries as people
from linli.people.models import Duty, Organisation, OrganisationKind, Person, Role
from linli.people.rules import GIVEN_BY_COUNTY
from linli.web.setup.forms.fields import (
    CHOOSE,
    CHOOSE_WORD,
    EMPTY,
    areas_of,
    choice,
    day,
    line,
    offer,
    persons_of,
    tick,
)
from linli.web.wording.numbers import named

LANGUAGES = (("zh-hans", _("Chinese")), ("en", _("English")))
TABLES = (("people", _("Accounts")), ("organisations", _("Organisations")), ("duties", _("Duties")))


class PersonForm(forms.Form):
    """An account. Passwords are set by the person alone."""

    username = line(
        _("User name"), 60, hint=_("For signing in: letters, digits, dots, hyphens or underscores. It stays.")
    )
    name = line(_("Name"), 60)
    email = line(_("Work e-mail"), 254, needed=False)
    work_phone = line(_("Work telephone"), 30, needed=False)
    language = choice(_("Language"), LANGUAGES)

    def __init__(self, data: QueryDict | None, person: Person | None = None) -> None:
        fields = ("name", "email", "work_phone", "language")
        initial = {name: getattr(person, name) for name in fields} if person else {"language": "zh-hans"}
        super().__init__(data, initial=initial)
        if person is not None:
            del self.fields["username"]


class OrganisationForm(forms.Form):
    """An office, committee, branch, department, team or company."""

    kind = choice(pgettext_lazy("of organisation", "Kind"), [("", CHOOSE_WORD), *OrganisationKind.choices])
    code = line(pgettext_lazy("of a row", "Code"), 30, hint=_("Short and lasting, for tables: XF. It stays."))
    name_zh = line(_("Name in Chinese"), 60)
    name_en = line(_("Name in English"), 60, needed=False)
    place = choice(_("Place"), (), needed=False)
    phone = line(_("Telephone"), 30, needed=False)

    def __init__(self, data: QueryDict | None, *, street: str, row: Organisation | None = None) -> None:
        initial = (
            {
                "name_zh": row.name.get("zh-hans", ""),
                "name_en": row.name.get("en", ""),
                "place": row.place,
                "phone": row.phone,
            }
            if row
            else {}
        )
        super().__init__(data, initial=initial)
        offer(self, "place", areas_of(street), first=_("No place of its own"))
        if row is not None:
            del self.fields["kind"], self.fields["code"]

    def arguments(self) -> dict[str, Any]:
        """This will give what both actions take."""
        given = self.cleaned_data
        names = {"zh-hans": given["name_zh"], "en": given["name_en"]}
        return {"name": names, "place": given["place"], "phone": given["phone"]}


class DutyForm(forms.Form):
    """A duty: what, where, who, from when."""

    role = choice(_("Duty"), ())
    where = choice(_("Where"), (), hint=_("A place, or at the end of the list an organisation."))
    person = choice(pgettext_lazy("has the duty", "Who"), (), needed=False)
    from_on = day(_("From"), needed=False, hint=_("Empty: from today."))
    to_on = day(_("Last day"), needed=False)
    on_roster = tick(_("On the roster for danger"), _("Is told of a danger at any hour."))
    agreed = tick(_("Has agreed"), _("Needed for volunteers: nobody is made one without having agreed."))

    def __init__(self, data: QueryDict | None, *, street: str, county: bool, start: dict[str, str]) -> None:
        super().__init__(data, initial=start)
        roles = [
            row
            for row in Role.choices
            if row[0] != Role.COUNTY_ADMIN and (county or row[0] not in GIVEN_BY_COUNTY)
        ]
        found = [*people.organisations(street), *people.organisations(street[:6])]
        organisations = [(f"o{row.pk}", named(row.name)) for row in found]
        offer(self, "role", roles)
        offer(self, "where", [*areas_of(street), (_("Organisations"), organisations)])
        offer(self, "person", persons_of(street), first=pgettext_lazy("duty", "Nobody yet: vacant"))

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        given, where = self.cleaned_data, str(self.cleaned_data["where"])
        organisation = people.organisation(int(where[1:])) if where.startswith("o") else None
        return {
            "role": given["role"],
            "place": "" if organisation else where,
            "organisation": organisation,
            "person": people.person(int(given["person"])) if given["person"] else None,
            "from_on": given["from_on"],
            "to_on": given["to_on"],
            "on_roster": given["on_roster"],
            "agreed": given["agreed"],
        }


class EndForm(forms.Form):
    """When a duty ends."""

    on = day(_("Last day"), needed=False, hint=_("Empty: it ends at once."))


class ChoosePersonForm(forms.Form):
    """Who takes a duty over."""

    person = choice(_("To whom"), ())
    agreed = tick(_("Has agreed"), _("Needed for volunteers: nobody is made one without having agreed."))

    def __init__(self, data: QueryDict | None, *, street: str, duty: Duty, start: str = "") -> None:
        super().__init__(data, initial={"person": start})
        rows = [row for row in persons_of(street) if row[0] != str(duty.person_id)]
        offer(self, "person", rows)
        if duty.role != Role.VOLUNTEER:
            del self.fields["agreed"]

    def chosen(self) -> Person:
        """This will give the account that was chosen."""
        found = people.person(int(self.cleaned_data["person"]))
        assert found is not None  # noqa: S101  # it was among the choices of this request
        return found

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        return {"to": self.chosen(), "agreed": bool(self.cleaned_data.get("agreed"))}


class LeaveForm(ChoosePersonForm):
    """Who acts for whom, from when to when."""

    from_on = day(_("From"))
    to_on = day(_("Last day"))

    def __init__(self, data: QueryDict | None, *, street: str, duty: Duty, today: date) -> None:
        super().__init__(data, street=street, duty=duty)
        self.fields["person"].label = _("Deputy")
        self.fields.pop("agreed", None)
        self.initial["from_on"] = today

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        given = self.cleaned_data
        return {"deputy": self.chosen(), "from_on": given["from_on"], "to_on": given["to_on"]}


class UploadForm(forms.Form):
    """A file, and the digest of the one whose preview was shown."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
            "invalid": _("Choose the file."),
        },
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, files: "MultiValueDict[str, Any] | None" = None) -> None:
        super().__init__(data, files)


class TableForm(UploadForm):
    """A table of people, organisations or duties."""

    table = forms.ChoiceField(
        label=_("What it lists"),
        choices=TABLES,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    field_order = ("table", "file", "seen")


class AreasForm(UploadForm):
    """A street's own polygons."""

    datum = forms.ChoiceField(
        label=_("Which coordinates the file has"),
        choices=(
            ("wgs84", _("WGS-84: GPS, survey, most GIS programs")),
            ("gcj02", _("GCJ-02: drawn on a Chinese map service")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": EMPTY, "invalid_choice": CHOOSE},
    )
    field_order = ("datum", "file", "seen")
