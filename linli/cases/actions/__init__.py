"""Writes of the loop: one verb, one function, one transaction. `seen` is the version the person had before them.

Every verb raises Refused with the sentence for the person, Invalid with one for each field, or Conflict when
somebody else acted first; then nothing has changed.
"""

from linli.cases.actions.asking import (
    ask_deferral,
    ask_void,
    grant_deferral,
    grant_void,
    refuse_deferral,
    refuse_void,
)
from linli.cases.actions.carrying import Recomputed, recompute_deadlines
from linli.cases.actions.closing import close_no_action, close_not_ours
from linli.cases.actions.consulting import consult, decide, report_decision
from linli.cases.actions.following import follow, unfollow
from linli.cases.actions.handling import answer, dispatch, fix, note, reject, resume, start, urge, verify
from linli.cases.actions.importing import ImportedCase, ImportedCount, import_case, import_cases
from linli.cases.actions.joining import join, separate
from linli.cases.actions.moving import escalate, hand_over, send_back, whistle
from linli.cases.actions.once import once
from linli.cases.actions.reporting import Report, found_and_fixed, report
from linli.cases.actions.reviewing import accept, call_back, classify, release, unrelease
from linli.cases.actions.saving import drop_filter, move_filter, rename_filter, save_filter
from linli.cases.actions.tables import (
    drop_category,
    retire_category,
    retire_template,
    set_category,
    set_template,
)
from linli.cases.actions.telling import add, confirm, deny, erase, rate, reopen, reopen_as_reporter, withdraw

__all__ = [
    "ImportedCase",
    "ImportedCount",
    "Recomputed",
    "Report",
    "accept",
    "add",
    "answer",
    "ask_deferral",
    "ask_void",
    "call_back",
    "classify",
    "close_no_action",
    "close_not_ours",
    "confirm",
    "consult",
    "decide",
    "deny",
    "dispatch",
    "drop_category",
    "drop_filter",
    "erase",
    "escalate",
    "fix",
    "follow",
    "found_and_fixed",
    "grant_deferral",
    "grant_void",
    "hand_over",
    "import_case",
    "import_cases",
    "join",
    "move_filter",
    "note",
    "once",
    "rate",
    "recompute_deadlines",
    "refuse_deferral",
    "refuse_void",
    "reject",
    "release",
    "rename_filter",
    "reopen",
    "reopen_as_reporter",
    "report",
    "report_decision",
    "resume",
    "retire_category",
    "retire_template",
    "save_filter",
    "send_back",
    "separate",
    "set_category",
    "set_template",
    "start",
    "unfollow",
    "unrelease",
    "urge",
    "verify",
    "whistle",
    "withdraw",
]
