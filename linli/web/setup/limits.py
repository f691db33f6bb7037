"""Limits as people say and fill them in: a number, and minutes, hours or working days beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from linli.lib.calendars import Limit, Unit

UNITS = {Unit.MINUTES: _("minutes"), Unit.HOURS: _("hours"), Unit.WORKING_DAYS: _("working days")}
PARTS = ("n", "unit")


def limit_words(limit: Limit) -> str:
    """This will write a limit: 4小时, 2个工作日."""
    if limit.unit is Unit.MINUTES:
        words = npgettext("limit", "%(n)d minute", "%(n)d minutes", limit.amount)
    elif limit.unit is Unit.HOURS:
        words = npgettext("limit", "%(n)d hour", "%(n)d hours", limit.amount)
    else:
        words = npgettext("limit", "%(n)d working day", "%(n)d working days", limit.amount)
    return words % {"n": limit.amount}


class LimitInput(forms.MultiWidget):
    """A number and its unit; the two become one text such as 30min, 4h or 2wd, which may also be sent whole.

    What is no limit stays as it was typed, in the number's field, and the action says what is wrong.
    """

    def __init__(self) -> None:
        number = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        unit = forms.Select(choices=list(UNITS.items()), attrs={"aria-label": _("Unit of the limit")})
        super().__init__(dict(zip(PARTS, (number, unit), strict=True)))

    def decompress(self, value: Any) -> list[str]:
        """This will part 2wd into 2 and wd, and also what only looks like it, as somebody typed it."""
        text = str(value or "")
        unit = next((each for each in Unit if text.endswith(each)), "")
        return [text.removesuffix(unit), unit or Unit.HOURS]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """This will join what was filled in; an empty number is no limit, whatever its unit."""
        if name in data:
            return data[name]
        amount, unit = ((data.get(f"{name}_{part}") or "").strip() for part in PARTS)
        return f"{amount}{unit}" if amount.isdecimal() else amount

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """This will tell whether neither form of it was sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)

    def id_for_label(self, id_: str) -> str:
        """This will name the number as what a label stands for."""
        return f"{id_}_0" if id_ else id_

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """This will draw the two side by side."""
        return format_html(
            '<span class="limit-input">{}</span>', super().render(name, value, attrs, renderer)
        )
