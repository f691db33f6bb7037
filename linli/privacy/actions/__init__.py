"""Writes of this package; one verb, one function, one transaction."""

from linli.privacy.actions.complaints import answer_complaint, complain, withdraw_complaint
from linli.privacy.actions.consents import give_consent, withdraw_consent
from linli.privacy.actions.contacts import erase, forget_email, keep_contact, start_clock, stop_clock
from linli.privacy.actions.keys import rotate
from linli.privacy.actions.looking import look, look_behind_complaint, look_behind_request
from linli.privacy.actions.requests import answer_request, make_request

__all__ = [
    "answer_complaint",
    "answer_request",
    "complain",
    "erase",
    "forget_email",
    "give_consent",
    "keep_contact",
    "look",
    "look_behind_complaint",
    "look_behind_request",
    "make_request",
    "rotate",
    "start_clock",
    "stop_clock",
    "withdraw_complaint",
    "withdraw_consent",
]
