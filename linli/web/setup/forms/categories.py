"""A category: its words, matters with their limits, calendar, and what each level owes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases.categories import CategoryRow
from linli.cases.models import AnswerTemplate
from linli.cases.workflow import Level
from linli.lib.calendars import Clock
from linli.web.setup.forms.fields import Choices, choice, limit, line, offer, owners, tick

# Matters a form has lines for; the event table needs four at most.
MATTERS = 6
CLOCKS: tuple[tuple[str, str | Promise], ...] = (
    (Clock.OFFICE, _("Office hours of working days")),
    (Clock.DAILY, _("Every day, in the daily hours")),
    (Clock.ROUND, _("Around the clock")),
)
LEVELS: Mapping[str, str | Promise] = {
    Level.GROUP: _("Group or grid must act within"),
    Level.COMMUNITY: _("Community must act within"),
    Level.STREET: _("Street must act within"),
    Level.DEPARTMENT: _("Department must act within"),
}
# Where this form calls a field otherwise than the action.
FIELDS = {"name": "name_zh", "items": "limit_1", "act_limits": "act_group"}


class CategoryForm(forms.Form):
    """Everything of one category on one page."""

    code = line(
        pgettext_lazy("of a row", "Code"),
        5,
        hint=_("Two digits, hyphen, two digits, as in the national event table: 01-02."),
    )
    name_zh = line(_("Name in Chinese"), 40)
    name_en = line(_("Name in English"), 40, needed=False)
    hint_zh = line(_("Hint for residents in Chinese"), 40, needed=False)
    hint_en = line(_("Hint for residents in English"), 40, needed=False)
    clock = choice(_("Calendar"), CLOCKS, hint=_("In which hours its limits count."))
    first_act = limit(
        _("First act within"), hint=_("What the group owes at arrival, such as stopping a building.")
    )
    closes_zh = line(_("Closes when, in Chinese"), 40, needed=False)
    closes_en = line(_("Closes when, in English"), 40, needed=False)
    on_duty_list = tick(
        _("May be given to a community"), _("What is not on its duty list stays with the street.")
    )
    danger = tick(_("A danger to people"), _("Goes at once to those on the roster, at night too."))

    def __init__(self, data: QueryDict | None, *, street: str, row: CategoryRow | None, county: bool) -> None:
        super().__init__(
            data, initial=_initial(row) if row else {"on_duty_list": True, "clock": Clock.OFFICE}
        )
        self.row, self.street = row, street
        if row is not None:
            del self.fields["code"]
        for n in range(1, MATTERS + 1):
            self.fields[f"key_{n}"] = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
            self.fields[f"zh_{n}"] = line(_("Matter in Chinese"), 40, needed=False)
            self.fields[f"en_{n}"] = line(_("Matter in English"), 40, needed=False)
            self.fields[f"limit_{n}"] = limit(_("Handle within"))
            self.fields[f"hazardous_{n}"] = tick(_("Hazardous"))
        for level, label in LEVELS.items():
            self.fields[f"act_{level}"] = limit(label, hint=_("Empty: as the settings say."))
        if county:
            self.fields["owner"] = choice(_("For whom"), owners(street))
            self.initial.setdefault("owner", row.owner if row else street)

    def matters(self) -> list[list[Any]]:
        """This will give the inputs of each matter for the page."""
        return [
            [self[f"{part}_{n}"] for part in ("key", "zh", "en", "limit", "hazardous")]
            for n in range(1, MATTERS + 1)
        ]

    def names(self) -> list[Any]:
        """This will give the code and the names, which head the page."""
        return [self[name] for name in ("code", "name_zh", "name_en", "owner") if name in self.fields]

    def plain(self) -> list[Any]:
        """This will give the inputs below the matters, in their order."""
        apart = {field.name for fields in (self.names(), *self.matters()) for field in fields}
        return [self[name] for name in self.fields if name not in apart]

    @property
    def owner(self) -> str:
        """Whose row is written: the street's, or the county's where its administrator chose so."""
        return str(self.cleaned_data.get("owner") or self.street)

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        given = self.cleaned_data
        return {
            "name": _names(given, "name"),
            "hint": _names(given, "hint"),
            "closes_when": _names(given, "closes"),
            "clock": given["clock"],
            "items": self._items(),
            "first_act": given["first_act"],
            "act_limits": {level: given[f"act_{level}"] for level in LEVELS if given[f"act_{level}"]},
            "danger": given["danger"],
            "on_duty_list": given["on_duty_list"],
            "order": self.row.order if self.row else 50,
        }

    def _items(self) -> list[dict[str, Any]]:
        given, items = self.cleaned_data, []
        taken = {given[f"key_{n}"] for n in range(1, MATTERS + 1)}
        for n in range(1, MATTERS + 1):
            names = {
                key: given[f"{part}_{n}"]
                for key, part in (("zh-hans", "zh"), ("en", "en"))
                if given[f"{part}_{n}"]
            }
            if not names and not given[f"limit_{n}"]:
                continue
            key = given[f"key_{n}"] or next(f"m{i}" for i in range(n, 99) if f"m{i}" not in taken)
            taken.add(key)
            item: dict[str, Any] = {
                "key": key,
                "name": names or _names(given, "name"),
                "limit": given[f"limit_{n}"],
            }
            items.append(item | ({"hazardous": True} if given[f"hazardous_{n}"] else {}))
        return items


class TemplateForm(forms.Form):
    """Words an officer starts from."""

    action = choice(_("Step"), ())
    category = choice(_("Category"), (), needed=False)
    name_zh = line(_("Name in Chinese"), 40)
    name_en = line(_("Name in English"), 40, needed=False)
    text_zh = line(_("Words in Chinese"), 500, rows=4)
    text_en = line(_("Words in English"), 500, needed=False, rows=4)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        street: str,
        row: AnswerTemplate | None,
        county: bool,
        steps: Choices,
        categories: Choices,
    ) -> None:
        super().__init__(data, initial=_template(row) if row else None)
        self.street, self.row = street, row
        offer(self, "action", steps)
        offer(self, "category", categories, first=_("All categories"))
        if county and row is None:
            self.fields["owner"] = choice(_("For whom"), owners(street))

    def arguments(self) -> dict[str, Any]:
        """This will give what the action takes."""
        given = self.cleaned_data
        return {
            "street": self.row.street if self.row else given.get("owner") or self.street,
            "action": given["action"],
            "category": given["category"],
            "name": _names(given, "name"),
            "text": _names(given, "text"),
            "template_id": self.row.pk if self.row else None,
        }


def _names(given: Mapping[str, Any], part: str) -> dict[str, str]:
    return {"zh-hans": given.get(f"{part}_zh", ""), "en": given.get(f"{part}_en", "")}


def _both(names: Mapping[str, str], part: str) -> dict[str, str]:
    return {f"{part}_zh": names.get("zh-hans", ""), f"{part}_en": names.get("en", "")}


def _template(row: AnswerTemplate) -> dict[str, Any]:
    return (
        {"action": row.action, "category": row.category} | _both(row.name, "name") | _both(row.text, "text")
    )


def _initial(row: CategoryRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": row.code,
        "clock": row.clock,
        "first_act": row.first_act or "",
        "danger": row.danger,
        "on_duty_list": row.on_duty_list,
        **_both(row.name, "name"),
        **_both(row.hint, "hint"),
        **_both(row.closes_when, "closes"),
        **{f"act_{level}": limit for level, limit in row.act_limits.items()},
    }
    for n, item in enumerate(row.items[:MATTERS], start=1):
        found |= {f"key_{n}": item.key, f"limit_{n}": item.limit, f"hazardous_{n}": item.hazardous}
        found |= {f"zh_{n}": item.name.get("zh-hans", ""), f"en_{n}": item.name.get("en", "")}
    return found
