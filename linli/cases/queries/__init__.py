"""Reads of cases; every list is scoped to who is asking."""

from linli.cases.queries.finding import (
    Sent,
    Tracked,
    by_tracking,
    case_by_number,
    entered_before,
    get_case,
    may_read,
    sent_before,
    step_before,
)
from linli.cases.queries.history import Entry, StepDone, own_words, standard_steps, timeline
from linli.cases.queries.inbox import (
    PAGE,
    CaseRow,
    Filter,
    Listing,
    inbox,
    listing,
    tab_counts,
)
from linli.cases.queries.near import NearRow, near
from linli.cases.queries.office import (
    Beside,
    Start,
    beside,
    danger_roster,
    open_decision,
    starts,
    template,
    templates,
    waiting_proposal,
)
from linli.cases.queries.public import PublicRow, public_case, public_counts, public_list
from linli.cases.queries.work import Work, work

__all__ = [
    "PAGE",
    "Beside",
    "CaseRow",
    "Entry",
    "Filter",
    "Listing",
    "NearRow",
    "PublicRow",
    "Sent",
    "Start",
    "StepDone",
    "Tracked",
    "Work",
    "beside",
    "by_tracking",
    "case_by_number",
    "danger_roster",
    "entered_before",
    "get_case",
    "inbox",
    "listing",
    "may_read",
    "near",
    "open_decision",
    "own_words",
    "public_case",
    "public_counts",
    "public_list",
    "sent_before",
    "standard_steps",
    "starts",
    "step_before",
    "tab_counts",
    "template",
    "templates",
    "timeline",
    "waiting_proposal",
    "work",
]
