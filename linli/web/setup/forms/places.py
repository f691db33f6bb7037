"""Boards, days and settings."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.places import queries as places
from linli.places.kinds import Choice, Json, LimitOf, Text, YesNo
from linli.places.models import LocationType
from linli.places.rows import SpotRow
from linli.places.settings import LENGTHS, Key
from linli.web.setup.forms.fields import (
    CHOOSE_WORD,
    choice,
    communities_of,
    day,
    degrees,
    limit,
    line,
    offer,
    owners,
)


class BoardForm(forms.Form):
    """A board, gate or bin."""

    name_zh = line(_("Name in Chinese"), 60, hint=_("Such as: notice board at the market gate."))
    name_en = line(_("Name in English"), 60, needed=False)
    location_type = choice(_("Where on the ground"), [("", CHOOSE_WORD), *LocationType.choices])
    where = choice(
        _("Community or grid"), (), hint=_("With a position below, the community alone is enough.")
    )
    lon = degrees(_("Longitude, WGS-84"))
    lat = degrees(_("Latitude, WGS-84"))

    def __init__(self, data: QueryDict | None, *, street: str, moved: SpotRow | None = None) -> None:
        super().__init__(data, initial={"where": moved.grid or moved.community} if moved else None)
        found: list[tuple[str, Any]] = []
        for code, title in communities_of(street):
            found.append((title, [(code, title), *((row.code, row.title()) for row in places.grids(code))]))
        offer(self, "where", found)
        if moved is not None:
            del self.fields["name_zh"], self.fields["name_en"], self.fields["location_type"]

    def clean(self) -> dict[str, Any]:
        """This will refuse half a position."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            (given.get("lon") is None) != (given.get("lat") is None)
            and not self.has_error("lon")
            and not self.has_error("lat")
        ):
            self.add_error("lat", str(_("Give both longitude and latitude, or neither.")))
        return given

    def arguments(self) -> dict[str, Any]:
        """This will give what both actions take of where it stands."""
        given, where = self.cleaned_data, str(self.cleaned_data["where"])
        grid = where if len(where) > 12 else ""
        return {"community": where[:12], "grid": grid, "lon": given["lon"], "lat": given["lat"]}

    def names(self) -> dict[str, str]:
        """This will give the name in both languages."""
        given = self.cleaned_data
        return {"zh-hans": given["name_zh"]} | ({"en": given["name_en"]} if given["name_en"] else {})


class HolidayForm(forms.Form):
    """A day that differs from Monday to Friday."""

    day = day(_("Day"))
    what = choice(
        _("What it is"),
        (("off", _("A day off")), ("on", _("A working day")), ("none", _("As the week and the county say"))),
    )
    name_zh = line(_("Name in Chinese"), 40, needed=False)
    name_en = line(_("Name in English"), 40, needed=False)

    def __init__(self, data: QueryDict | None, *, street: str, county: bool, start: dict[str, str]) -> None:
        super().__init__(data, initial={"what": "off", **start})
        self.street = street
        if county:
            self.fields["owner"] = choice(_("For whom"), owners(street))
            self.initial.setdefault("owner", street[:6])

    @property
    def owner(self) -> str:
        """Whose calendar is changed: the street's, or the county's where its administrator chose so."""
        return str(self.cleaned_data.get("owner") or self.street)

    @property
    def working(self) -> bool | None:
        """Whether the day is worked; None to let it follow the week again."""
        return {"on": True, "off": False}.get(self.cleaned_data["what"])

    def names(self) -> dict[str, str]:
        """This will give the name in the languages that were filled in."""
        given = self.cleaned_data
        return {key: given[name] for key, name in (("zh-hans", "name_zh"), ("en", "name_en")) if given[name]}


class SettingForm(forms.Form):
    """One value at one place, as the kind of the key reads it."""

    def __init__(self, data: QueryDict | None, *, key: Key, current: str) -> None:
        super().__init__(data, initial={"value": current})
        kind = key.kind
        if isinstance(kind, Choice):
            self.fields["value"] = choice(key.label, list(kind.options.items()), hint=key.help)
        elif isinstance(kind, YesNo):
            self.fields["value"] = choice(key.label, (("1", _("Yes")), ("0", _("No"))), hint=key.help)
        elif isinstance(kind, LimitOf):
            self.fields["value"] = limit(key.label, needed=True, hint=key.help)
        else:
            long = isinstance(kind, Json) or (isinstance(kind, Text) and kind.lines)
            # The kind itself refuses what is too long, with a sentence that says how long it may be.
            self.fields["value"] = line(
                key.label, 20_000, needed=not isinstance(kind, Text), hint=key.help, rows=6 if long else 0
            )


def places_of(key: Key, street: str, *, county: bool) -> list[tuple[str, str]]:
    """This will list where a person may set a key: their county, the street, its communities."""
    codes = [street[:6]] if county else []
    codes += [street, *(code for code, _title in communities_of(street))]
    return [(code, places.name(code)) for code in codes if len(code) in LENGTHS[key.scope]]
