"""The robot of a group chat."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.people import queries as people
from linli.people.models import OrganisationKind
from linli.places.rows import in_language
from linli.web.setup.forms.fields import areas_of, choice, line, offer

# The organisations that have a group of their own.
KINDS = (
    OrganisationKind.DEPARTMENT,
    OrganisationKind.RESIDENTS_COMMITTEE,
    OrganisationKind.STREET_OFFICE,
    OrganisationKind.PROPERTY_COMPANY,
)
_AT = "at-"


class RobotForm(forms.Form):
    """A robot: whose group it is in, and where it listens."""

    name = line(
        _("Name of the group"),
        60,
        hint=_("As the office calls it. It is shown here and in the trial message."),
    )
    whose = choice(_("Whose cases it tells"), ())
    address = line(
        _("Address of the robot"),
        500,
        hint=_("Whoever knows it can write to the group. It is kept encrypted and not shown again."),
    )

    def __init__(self, data: QueryDict | None, *, street: str) -> None:
        super().__init__(data)
        organisations = [
            (f"{_AT}{row.pk}", in_language(row.name))
            for row in (*people.organisations(street[:6]), *people.organisations(street))
            if row.kind in KINDS
        ]
        offer(self, "whose", [*areas_of(street), (str(_("Organisations")), organisations)])

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        given, whose = self.cleaned_data, str(self.cleaned_data["whose"])
        is_organisation = whose.startswith(_AT)
        return {
            "name": given["name"],
            "address": given["address"],
            "place": "" if is_organisation else whose,
            "organisation_id": int(whose.removeprefix(_AT)) if is_organisation else None,
        }
