"""One decision for many cases: what is asked once, what would become of each, one confirmation, what became of it."""

from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.cases.workflow import Action, Level, Status, for_many, only_row, rows
from linli.people.rows import Viewer
from linli.web.desk import batch as many
from linli.web.desk.filtering import Tab
from linli.web.desk.naming import Names
from linli.web.desk.once import new_key
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import street_of
from linli.web.desk.stepforms import Scene, StepForm
from linli.web.desk.verbs import VERBS, Verb
from linli.web.doors import now, signed_in, viewer_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a request chose: cases that exist for this person, the step, and the list it came from."""

    rows: many.Judged
    counts: dict[Action, int]
    verb: Verb | None
    back: str
    missing: int = 0  # of what was chosen is not there for this person
    too_many: int = 0  # the limit, where more were chosen


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def batch(request: HttpRequest) -> HttpResponse:
    """This will ask once for all, show what would become of each case, and do it when it is confirmed."""
    viewer = viewer_of(request)
    chosen = _chosen(request, viewer)
    page: dict[str, Any] = {"chosen": chosen, "back": chosen.back or reverse("inbox")}
    if chosen.verb is not None:
        names = Names(chosen.rows[0][1].street, now())
        page |= _asked(request, chosen, chosen.verb, viewer, names)
    return render(request, "desk/batch.html", desk_page(request, "", **page))


def _asked(request: HttpRequest, chosen: Chosen, verb: Verb, viewer: Viewer, names: Names) -> dict[str, Any]:
    form = _form(request, chosen, verb, viewer, names)
    stage = request.POST.get("stage", "") if request.method == "POST" and form.is_valid() else ""
    given = form.arguments() if stage else {}
    page = {"form": form, "verb": verb, "words": many.chosen_words(len(chosen.rows))}
    if stage == "confirm":
        key = form.cleaned_data["key"] or new_key()
        return page | {"done": many.take_many(verb, given, viewer, chosen.rows, key=key, names=names)}
    shown = many.prospects(chosen.rows, verb, given, names)
    return page | {
        "prospects": shown,
        "able": sum(not row.reason for row in shown),
        "preview": stage == "preview",
        "key": new_key(),  # one for each preview: confirmed twice it is one act, previewed anew it is another
        "tabs": _tabs(chosen, verb),
    }


def _tabs(chosen: Chosen, verb: Verb) -> list[Tab]:
    """The steps for many, each with for how many of the chosen it is open."""
    picks = [("pick", f"{case.street}.{case.number}") for _pick, case, _verdicts in chosen.rows]
    return [
        Tab(
            VERBS[action].label,
            reverse("batch") + "?" + urlencode([*picks, ("back", chosen.back), ("act", str(action))]),
            count,
            action is verb.action,
        )
        for action, count in chosen.counts.items()
    ]


def _chosen(request: HttpRequest, viewer: Viewer) -> Chosen:
    sent = request.POST if request.method == "POST" else request.GET
    picks = many.picks_of(sent.getlist("pick"))
    limit = many.most(street_of(viewer))
    back = many.back_of(sent.get("back", "")[:500])
    if len(picks) > limit:
        return Chosen([], {}, None, back, too_many=limit)
    judged = many.judged(viewer, picks, now())
    counts = many.open_counts(judged)
    asked = next((action for action in for_many() if action == sent.get("act")), None)
    action = asked or max(counts, key=lambda action: counts[action], default=None)
    verb = VERBS[action] if action and judged else None
    return Chosen(judged, counts, verb, back, missing=len(picks) - len(judged))


def _form(request: HttpRequest, chosen: Chosen, verb: Verb, viewer: Viewer, names: Names) -> StepForm:
    """The form of one step, drawn for a case without a place of its own so that it leaves no grid out."""
    able = next((case for _pick, case, verdicts in chosen.rows if verdicts[verb.action]), None)
    case = copy(able or chosen.rows[0][1])
    step = only_row(verb.action, Status(able.status), Level(able.level)) if able else rows(verb.action)[0]
    if len(chosen.rows) > 1:
        case.grid = case.group = ""
    scene = Scene(case, step, viewer, names.at, names)
    data = request.POST if request.method == "POST" else None
    form = verb.form(data, scene=scene, words_label=verb.words)
    del form.fields["seen"]
    return form
