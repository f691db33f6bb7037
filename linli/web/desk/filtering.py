"""What an address asks a list for, and the links that ask for something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases.categories import CategoryRow
from linli.cases.models import LevelName, StatusName
from linli.cases.queries import Filter
from linli.places import queries as places
from linli.web.wording.numbers import named

TABS: dict[str, "str | Promise"] = {
    "": pgettext_lazy("tab", "All"),
    "overdue": pgettext_lazy("tab", "Overdue"),
    "today": pgettext_lazy("tab", "Within a day"),
    "checking": pgettext_lazy("tab", "To check"),
    "waiting": pgettext_lazy("tab", "Waiting"),
    "deferred": pgettext_lazy("tab", "Deferred"),
    "asked": pgettext_lazy("tab", "Asked"),
    "call_back": pgettext_lazy("tab", "Call-backs"),
}
TO_DO = pgettext_lazy("tab", "To do")
# The others have their own link in the rail, and stand among the tabs while they are looked at.
ALWAYS = ("", "overdue", "today", "checking", "deferred")
ALWAYS_MINE = ("", "overdue", "today", "checking", "asked", "waiting")
NAMES = ("q", "community", "category", "level", "status", "tab", "sort", "page")
_LONG = 100


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, as parts/tabs.html draws it."""

    words: "str | Promise"
    address: str
    count: int | None
    current: bool
    key: str | None = None  # where script keeps the count true


def asked_of(query: QueryDict, *, everything: bool) -> Filter:
    """This will read an address; what it does not understand counts as not said. All cases begin with the open ones."""
    said = {name: query.get(name, "").replace("\0", "")[:_LONG] for name in NAMES}
    tab = said["tab"] if said["tab"] in TABS else ""
    status = said["status"] if said["status"] in {"open", "ended", "any", *StatusName.values} else ""
    if everything and not status and tab == "":
        status = "open"
    return Filter(
        search=said["q"],
        community=said["community"] if said["community"].isdigit() else "",
        category=said["category"][:5],
        status="" if status == "any" else status,
        level=said["level"] if said["level"] in LevelName.values else "",
        tab=tab,
        sort="newest" if said["sort"] == "newest" else "urgent",
        page=_page(said["page"]),
    )


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def kept(query: QueryDict, **changes: str) -> str:
    """This will write an address's filters with some of them changed, "" for none; a changed filter begins anew."""
    said = {name: query.get(name, "")[:_LONG] for name in NAMES if "page" in changes or name != "page"}
    if query.get("in") == "all":
        said["in"] = "all"
    said |= changes
    written = urlencode({name: value for name, value in said.items() if value})
    return f"?{written}" if written else ""


def stayed(query: QueryDict, **changes: str) -> str:
    """This will write an address's filters with the page of the list too: where one already is."""
    return kept(query, page=query.get("page", "")[:_LONG], **changes)


def tabs(
    request: HttpRequest, counts: Mapping[str, int], filters: Filter, home: str, *, everything: bool
) -> list[Tab]:
    """This will give the tabs of a list with their counts, each keeping the other filters."""
    always = ALWAYS if everything else ALWAYS_MINE
    keys = [key for key in TABS if key in always or key == filters.tab]
    return [
        Tab(
            words=TABS[key] if key or everything else TO_DO,
            address=home + kept(request.GET, tab=key, status=""),
            count=counts.get(key or "all"),
            current=filters.tab == key,
            key=key,
        )
        for key in keys
    ]


class FilterForm(forms.Form):
    """The choices of a list, sent with GET so that they stand in the address."""

    community = forms.ChoiceField(label=_("Community"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Most urgent first")), ("newest", _("Newest first"))],
    )

    def __init__(
        self, query: QueryDict, *, street: str, known: Mapping[str, CategoryRow], with_status: bool
    ) -> None:
        super().__init__(query, auto_id="f-%s")
        every = ("", pgettext_lazy("filter", "All"))
        self._offer("community", [every, *((row.code, row.title()) for row in places.communities(street))])
        self._offer(
            "category", [every, *((code, f"{code} {named(row.name)}") for code, row in known.items())]
        )
        self._offer("level", [every, *LevelName.choices])
        if with_status:
            wide = [("", _("Open")), ("ended", _("Ended")), ("any", _("Open and ended"))]
            self._offer("status", [*wide, *StatusName.choices])
        else:
            del self.fields["status"]

    def _offer(self, name: str, choices: Sequence[tuple[str, "str | Promise"]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
