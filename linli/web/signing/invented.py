"""The invented people of a demo, as sign-in offers them: by kind of duty, the street's own first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.web.desk.naming import viewer_words

# In the order in which they are offered; whoever has another duty stands with the last.
GROUPS: tuple[tuple[str | Promise, tuple[Role, ...]], ...] = (
    (
        pgettext_lazy("people of a demo", "Street"),
        (Role.STREET_OFFICER, Role.STREET_LEADER, Role.STREET_ADMIN, Role.INSPECTOR, Role.AUDITOR),
    ),
    (
        pgettext_lazy("people of a demo", "Communities"),
        (Role.COMMUNITY_OFFICER, Role.BRANCH_SECRETARY, Role.SUPERVISOR, Role.CADRE),
    ),
    (
        pgettext_lazy("people of a demo", "Grids and resident groups"),
        (Role.GRID_LEAD, Role.GRID_MEMBER, Role.GROUP_HEAD),
    ),
    (pgettext_lazy("people of a demo", "County"), (Role.DEPARTMENT_OFFICER, Role.COUNTY_ADMIN)),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One invented person, by duty and name."""

    id: int
    name: str
    duty: str


def accounts(at: datetime) -> list[tuple[str | Promise, list[Account]]]:
    """This will give the headings of sign-in and the people on duty under each; no heading without people."""
    viewers = [people.viewer(person, at) for person in people.demo_accounts()]
    rows = sorted((viewer for viewer in viewers if viewer.duties), key=_order)
    return [
        (words, [Account(row.person_id, row.name, viewer_words(row)) for row in found])
        for number, (words, _roles) in enumerate(GROUPS)
        if (found := list(_in_group(rows, number)))
    ]


def _in_group(rows: Iterable[Viewer], number: int) -> Iterable[Viewer]:
    return (row for row in rows if _order(row)[0] == number)


def _order(viewer: Viewer) -> tuple[int, int, str]:
    """The group, the role within it, and the place."""
    duty = viewer.duties[0]
    for number, (_words, roles) in enumerate(GROUPS):
        if duty.role in roles:
            return number, roles.index(Role(duty.role)), duty.where
    return len(GROUPS) - 1, len(Role), duty.where
