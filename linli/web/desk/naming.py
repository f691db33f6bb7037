"""Names of people, places and categories on one page, each kind asked for once."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases import categories
from linli.cases.categories import CategoryRow
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import DutyLine, Viewer
from linli.places import queries as places
from linli.web.wording.numbers import named

# Said once where a place ends in what its role begins with; grids keep theirs: 东关第1网格员 would be grid
# member number one of 东关.
UNITS = ("街道", "社区", "居民小组", "县", "督导组", "支部")
DEPARTMENT = "部门"  # never said where the name of the department stands


def duty_words(role: str, place: str) -> str:
    """This will name a duty: 东关社区工作人员, or "Community officer, Dongguan"."""
    label = str(Role(role).label if role in Role.values else role)
    if not place:
        return label
    label = label.removeprefix(DEPARTMENT)
    for unit in UNITS:
        if place.endswith(unit) and label.startswith(unit):
            label = label.removeprefix(unit)
            break
    return pgettext("duty", "%(role)s, %(place)s") % {"role": label, "place": place}


def viewer_words(viewer: Viewer) -> str:
    """This will name the first duty of who is asking, for the foot of the rail and the head of the phone."""
    for duty in viewer.duties:
        return duty_words(duty.role, places.name(duty.where) if duty.where else duty.title())
    return viewer.name


class Names:
    """What a page calls people, places and categories of one street at one moment."""

    def __init__(self, street: str, at: datetime) -> None:
        self.street = street
        self.at = at
        self._others: dict[int, str] = {}

    @cached_property
    def duties(self) -> list[DutyLine]:
        """The duties in force in the street. One query."""
        return people.duty_rows(self.street, self.at)

    @cached_property
    def _lines(self) -> dict[int, DutyLine]:
        found: dict[int, DutyLine] = {}
        for line in self.duties:
            if line.person_id is not None:
                found.setdefault(line.person_id, line)
        return found

    @cached_property
    def categories(self) -> dict[str, CategoryRow]:
        """The street's categories by code, retired ones too. One query."""
        return categories.of_street(self.street, retired=True)

    def know(self, person_ids: Iterable[int | None]) -> None:
        """This will ask once for the names of those who have no duty here any more, or never had."""
        others = {p for p in person_ids if p is not None} - self._lines.keys() - self._others.keys()
        if others:
            self._others |= people.names(others)

    def person(self, person_id: int | None) -> str:
        """This will name somebody by duty and name; nobody is the system."""
        if person_id is None:
            return _("System")
        line = self._lines.get(person_id)
        if line is None:
            return self._others.get(person_id) or _("A former colleague")
        duty = duty_words(line.role, line.title())
        return pgettext("duty and name", "%(duty)s, %(name)s") % {"duty": duty, "name": line.person_name}

    def duty(self, person_id: int | None) -> str:
        """This will name somebody by duty alone, as to a colleague in passing; nobody is the system."""
        line = self._lines.get(person_id) if person_id is not None else None
        if line is not None:
            return duty_words(line.role, line.title())
        return _("System") if person_id is None else _("A former colleague")

    def category(self, code: str) -> str:
        """This will name a category."""
        row = self.categories.get(code)
        return named(row.name) if row else code

    def matter(self, code: str, item: str) -> str:
        """This will name a category and, where it has several, the matter within it."""
        row = self.categories.get(code)
        if row is None:
            return code
        if len(row.items) < 2:
            return named(row.name)
        words = {"category": named(row.name), "item": named(row.item(item).name)}
        return pgettext("category and matter", "%(category)s: %(item)s") % words

    def is_danger(self, code: str) -> bool:
        """This will tell whether a category is one of danger."""
        row = self.categories.get(code)
        return bool(row and row.danger)


def place_words(community: str, grid: str) -> str:
    """This will name where a case lies: its grid, else its community."""
    return places.name(grid or community)
