"""Writes of people. `by` is who acts, None for the operator of the machine at the command line."""

from linli.people.actions.duties import (
    assign_duty,
    carry_duty,
    end_duty,
    end_leave,
    hand_over_duty,
    preview_handover,
    put_on_leave,
    put_on_roster,
    vacate,
)
from linli.people.actions.organisations import close_organisation, create_organisation, update_organisation
from linli.people.actions.persons import (
    accept_invitation,
    close_person,
    create_person,
    invitation,
    invited,
    reopen_person,
    set_password,
    update_person,
)

__all__ = [
    "accept_invitation",
    "assign_duty",
    "carry_duty",
    "close_organisation",
    "close_person",
    "create_organisation",
    "create_person",
    "end_duty",
    "end_leave",
    "hand_over_duty",
    "invitation",
    "invited",
    "preview_handover",
    "put_on_leave",
    "put_on_roster",
    "reopen_person",
    "set_password",
    "update_organisation",
    "update_person",
    "vacate",
]
