"""Writes of people. `by` is who acts, None for the operator of the machine at the command line."""

from linli.people.actions.aside import put_aside, take_up
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
from linli.people.actions.second_factor import (
    check_second_factor,
    drop_second_factor,
    new_recovery_codes,
    offer_second_factor,
    offered,
    reset_second_factor,
    set_second_factor,
    sign_out_everywhere,
)
from linli.people.actions.signing import link, signed_in, unlink

__all__ = [
    "accept_invitation",
    "assign_duty",
    "carry_duty",
    "check_second_factor",
    "close_organisation",
    "close_person",
    "create_organisation",
    "create_person",
    "drop_second_factor",
    "end_duty",
    "end_leave",
    "hand_over_duty",
    "invitation",
    "invited",
    "link",
    "new_recovery_codes",
    "offer_second_factor",
    "offered",
    "preview_handover",
    "put_aside",
    "put_on_leave",
    "put_on_roster",
    "reopen_person",
    "reset_second_factor",
    "set_password",
    "set_second_factor",
    "sign_out_everywhere",
    "signed_in",
    "take_up",
    "unlink",
    "update_organisation",
    "update_person",
    "vacate",
]
