"""The registry of settings: what counts here, where it comes from, and changing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.places import queries as places
from linli.places import settings as values
from linli.places.actions import change_setting
from linli.places.kinds import Choice, LimitOf, YesNo
from linli.places.settings import Key
from linli.web.doors import now, viewer_of
from linli.web.setup.door import administering, is_county
from linli.web.setup.forms.places import SettingForm, places_of
from linli.web.setup.limits import limit_words
from linli.web.setup.page import carry_out, form_page, posted, setup_page
from linli.web.setup.where import address

GROUPS: dict[str, str | Promise] = {
    "office": pgettext_lazy("group of settings", "Office"),
    "places": pgettext_lazy("group of settings", "Times and places"),
    "cases": pgettext_lazy("group of settings", "Cases"),
    "desk": pgettext_lazy("group of settings", "Desk"),
    "notify": pgettext_lazy("group of settings", "Notices"),
    "pictures": pgettext_lazy("group of settings", "Pictures"),
    "privacy": pgettext_lazy("group of settings", "Personal data"),
    "map": pgettext_lazy("group of settings", "Map"),
}
KEPT = gettext_lazy("The setting is kept. It counts at once.")
OTHERS = pgettext_lazy("group of settings", "Others")


@administering
def settings(request: HttpRequest, street: str) -> HttpResponse:
    """This will list all settings of a street by group."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for key in values.keys():  # noqa: SIM118  # a list of keys, no mapping
        group = key.name.partition(".")[0]
        grouped.setdefault(group if group in GROUPS else "", []).append(_shown(key, street))
    groups = [(GROUPS.get(name, OTHERS), grouped[name]) for name in (*GROUPS, "") if name in grouped]
    lead = _("A value of the street counts before its county's, and that before the default.")
    return render(
        request,
        "setup/settings.html",
        setup_page(request, street, "settings", groups=groups, title=_("Settings"), lead=lead),
    )


@administering
def setting(request: HttpRequest, street: str, name: str) -> HttpResponse:
    """This will show one setting and change it at the county, the street or a community."""
    key = _key(name)
    allowed = places_of(key, street, county=is_county(viewer_of(request), street))
    place = _place(request, street, dict(allowed))
    if not place:
        return _closed(request, street, key)
    form = SettingForm(posted(request), key=key, current=key.kind.write(values.value(name, place, now())))
    return carry_out(
        request, form, lambda: _keep(request, name, place, form), KEPT, address("settings", street)
    ) or form_page(
        request,
        street,
        "settings",
        form,
        template="setup/setting.html",
        title=str(key.label),
        shown=_shown(key, place),
        place=place,
        allowed=allowed if len(allowed) > 1 else [],
        submit=_("Keep the setting"),
        back=address("settings", street),
    )


def _key(name: str) -> Key:
    try:
        return values.key(name)
    except KeyError:
        raise Http404 from None


def _place(request: HttpRequest, street: str, allowed: dict[str, str]) -> str:
    """The place asked for, else the street, else the first there is; "" where it is not theirs to set."""
    asked = request.GET.get("place")
    if asked and asked not in allowed:
        raise Http404
    return asked or (street if street in allowed else next(iter(allowed), ""))


def _keep(request: HttpRequest, name: str, place: str, form: SettingForm) -> None:
    change_setting(key=name, place=place, text=form.cleaned_data["value"], at=now(), by=viewer_of(request))


def _closed(request: HttpRequest, street: str, key: Key) -> HttpResponse:
    """The page of a setting that only the county may change."""
    context = setup_page(
        request,
        street,
        "settings",
        title=str(key.label),
        lead=key.help,
        shown=_shown(key, street),
        back=address("settings", street),
    )
    return render(request, "setup/setting_closed.html", context)


def _shown(key: Key, place: str) -> dict[str, Any]:
    held = values.value(key.name, place, now())
    from_place = values.source(key.name, place, now())
    return {
        "key": key,
        "value": _words(key, held),
        "source": places.name(from_place) if from_place else "",
        "fault": key.fault(held, place),
    }


def _words(key: Key, held: Any) -> str:
    if isinstance(key.kind, YesNo):
        return _("Yes") if held else _("No")
    if isinstance(key.kind, Choice):
        return str(key.kind.options[held])
    if isinstance(key.kind, LimitOf):
        return limit_words(held)
    return key.kind.write(held) or _("empty")
