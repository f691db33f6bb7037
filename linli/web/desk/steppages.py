"""What the page of a step shows, and the forms of all open steps for a phone that keeps a case."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from linli.cases import policies, queries
from linli.cases.models import Case
from linli.cases.workflow import Action, rows
from linli.people.rows import Viewer
from linli.people.verdicts import Denied
from linli.web.desk.doubles import UNDO, undoing
from linli.web.desk.faces import Face
from linli.web.desk.naming import Names
from linli.web.desk.stepforms import Scene, StepForm
from linli.web.desk.taking import Outcome
from linli.web.desk.verbs import VERBS, Verb
from linli.web.doors import now

DESTRUCTIVE = frozenset({Action.GRANT_VOID, Action.ASK_VOID})


def closed(viewer: Viewer, case: Case, verb: Verb) -> Any:
    """This will say why the step cannot be taken now, "" when it can."""
    verdict, _step = policies.may(viewer, case, verb.action, at=now())
    return verdict.reason if isinstance(verdict, Denied) else ""


def form_of(request: HttpRequest, case: Case, viewer: Viewer, verb: Verb) -> StepForm:
    """This will give the filled form of a post; else an empty one, perhaps with words to start from."""
    scene = _scene(case, viewer, verb, Names(case.street, now()))
    if request.method == "POST":
        sent = undoing(case) if verb.action is Action.SEPARATE and UNDO in request.GET else request.POST
        return verb.form(sent, request.FILES, scene=scene, words_label=verb.words)
    chosen = request.GET.get("start", "")
    start = next((row.text for row in queries.starts(case, verb.action) if str(row.id) == chosen), "")
    return verb.form(scene=scene, words_label=verb.words, start=start)


def shown(
    form: StepForm, case: Case, viewer: Viewer, verb: Verb, outcome: Outcome, face: Face
) -> dict[str, Any]:
    """This will give what the page of a step shows. After a conflict the form carries the version that is true now."""
    fresh = queries.get_case(case.pk) or case
    if outcome.notice:
        form.data = (
            {**form.data.dict(), "seen": str(fresh.version)}
            if isinstance(form.data, QueryDict)
            else form.data
        )
    names = form.scene.names
    return {
        "case": fresh,
        "names": names,
        "title": fresh.title or names.category(fresh.category),
        "case_address": face.case_address(fresh),
        "outcome": outcome,
        **_step(form, fresh, verb, face),
    }


def to_keep(viewer: Viewer, case: Case, page: Mapping[str, Any], face: Face) -> list[dict[str, Any]]:
    """This will give the forms of the steps a case's page offers, for a phone to fill in without a network.

    `page` is what the page shows (`detail.detail`).
    """
    offered = [
        button.name for button in (*page["first"], *page["rest"]) if button.address and not button.reason
    ]
    verbs = [VERBS[Action(name)] for name in offered]
    return [
        _step(
            verb.form(scene=_scene(case, viewer, verb, page["names"]), words_label=verb.words),
            case,
            verb,
            face,
        )
        | {"slug": str(verb.action).replace("_", "-")}
        for verb in verbs
    ]


def _scene(case: Case, viewer: Viewer, verb: Verb, names: Names) -> Scene:
    row = policies.may(viewer, case, verb.action, at=now())[1] or rows(verb.action)[0]
    return Scene(case, row, viewer, now(), names)


def _step(form: StepForm, case: Case, verb: Verb, face: Face) -> dict[str, Any]:
    return {
        "verb": verb,
        "form": form,
        "starts": queries.starts(case, verb.action) if "words" in form.fields else [],
        "step_address": face.step_address(case, str(verb.action)),
        "destructive": verb.action in DESTRUCTIVE,
    }
