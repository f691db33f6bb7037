"""Every step of `cases/workflow.py`, taken by every part at every place: written, or refused and nothing changed."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms

from linli.cases import actions, policies, queries
from linli.cases.models import Case
from linli.cases.rules import Asker, refusal
from linli.cases.workflow import FACT, Action, Level, Status, Step, Who, row
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.web.desk.naming import Names
from linli.web.desk.stepforms import Scene as FormScene
from linli.web.desk.verbs import VERBS
from tests.builders import AT, STREET, report, somebody
from tests.web.access.conftest import NOW
from tests.web.access.secrets import READERS
from tests.web.access.table import PARTS, WHERE
from tests.web.access.town import PLACES, Scene
from tests.web.access.visiting import QUIET, visit

pytestmark = pytest.mark.django_db
States = dict[str, Case]
STREETS_OWN = {Role.STREET_OFFICER, Role.STREET_LEADER}
GRIDS_OWN = {Role.GROUP_HEAD, Role.GRID_LEAD, Role.GRID_MEMBER}
# Who reads and sets up takes no part in a case.
NO_PART = {Role.STREET_ADMIN, Role.COUNTY_ADMIN}


@pytest.fixture(scope="module")
def states(scene: Scene) -> dict[str, States]:
    """This will give a case in every state from which a step leads, at each place."""
    streets = {STREET: scene.cast[Role.STREET_OFFICER]}
    officers = {"own": scene.cast[Role.COMMUNITY_OFFICER], "sibling": scene.town.sibling_officer}
    streets[PLACES["other"][0]] = somebody("w-street", Role.STREET_OFFICER, PLACES["other"][0])
    officers["other"] = scene.town.stranger
    found = {where: _states(scene, where, officers[where], streets[PLACES[where][0]]) for where in WHERE}
    for each in found.values():
        for case in each.values():
            case.refresh_from_db()
    return found


def _states(scene: Scene, where: str, officer: Viewer, street: Viewer) -> States:
    """The community's officer holds what was taken up to the community, and acts above an unmanned grid."""
    department = scene.town.department.pk

    def fresh(level: str = "group") -> Case:
        return _report(where, level, officer, street, department)

    found = {level: fresh(level) for level in ("group", "community", "street", "department")}
    found |= {name: fresh() for name in ("held", "joined", "checking", "closed", "public")}
    asked = {name: fresh("community") for name in ("asked", "deferred", "void", "consulted", "decided")}
    Case.objects.filter(pk=found["held"].pk).update(status="held", filed_at=None, handle_by=None, act_by=None)
    actions.join(case=found["joined"], into=found["group"], by=officer, at=AT)
    for name in ("checking", "closed"):
        actions.fix(case=found[name], by=officer, at=AT, result="清走了。")
    actions.verify(case=found["closed"], by=street, at=AT)
    actions.release(case=found["public"], by=officer, at=AT, public_title="路口的垃圾")
    _ask(asked, officer, street)
    return found | asked


def _report(where: str, level: str, officer: Viewer, street: Viewer, department: int) -> Case:
    lon, lat = PLACES[where][3]
    case = report(street=PLACES[where][0], lon=lon + 0.0005, lat=lat, category="01-07", item="piling")
    if level != "group":
        actions.escalate(case=case, by=officer, at=AT, reason="超出网格能力")
    if level in {"street", "department"}:
        actions.escalate(case=case, by=officer, at=AT, reason="超出社区能力")
    if level == "department":
        actions.whistle(case=case, by=street, at=AT, department_id=department, reason="归县里")
    return case


def _ask(asked: States, officer: Viewer, street: Viewer) -> None:
    until = AT + timedelta(days=5)
    for name in ("asked", "deferred"):
        actions.ask_deferral(case=asked[name], by=officer, at=AT, reason="等雨停", until=until)
    actions.grant_deferral(case=asked["deferred"], by=street, at=AT)
    actions.ask_void(case=asked["void"], by=officer, at=AT, reason="是测试")
    for name in ("consulted", "decided"):
        actions.consult(case=asked[name], by=officer, at=AT, reason="没有经费")
    who = officer.person_id
    actions.decide(
        case=asked["decided"], by=officer, at=AT, decision="物业出钱", owner_id=who, by_on=AT.date()
    )


def who_is(part: str, where: str, level: Level) -> frozenset[Who]:
    """This will say what a part is to a case, from what its duty is: the rule written a second time."""
    department = part == Role.DEPARTMENT_OFFICER and level is Level.DEPARTMENT and where == "own"
    if (part not in READERS[where] and not department) or part in NO_PART:
        return frozenset()
    found = {Who.CHECKER}
    is_street, is_community = part in STREETS_OWN, part == Role.COMMUNITY_OFFICER
    if is_street:
        found |= {Who.OFFICER, Who.STREET}
    if is_street and (level is not Level.STREET or part == Role.STREET_LEADER):
        found.add(Who.ABOVE)
    if is_community and level in {Level.GROUP, Level.COMMUNITY}:
        found.add(Who.OFFICER)
    if is_community and level is Level.GROUP:
        found.add(Who.ABOVE)
    holders = {
        Level.GROUP: GRIDS_OWN,
        Level.COMMUNITY: {Role.COMMUNITY_OFFICER},
        Level.STREET: STREETS_OWN,
        Level.DEPARTMENT: {Role.DEPARTMENT_OFFICER},
    }
    if part in holders[level]:
        found.add(Who.HOLDER)
    return frozenset(found)


@pytest.mark.parametrize("level", ["group", "community", "street", "department"])
def test_what_somebody_is_to_a_case_follows_from_their_duty(
    scene: Scene, states: dict[str, States], level: str
) -> None:
    for role, viewer in scene.cast.items():
        for where in WHERE if level != "department" or role != Role.DEPARTMENT_OFFICER else ("own",):
            case = states[where][level]
            assert policies.relations(viewer, case, at=NOW) == who_is(role, where, Level(level)), (
                role,
                where,
            )


def open_from(action: Action, states: States) -> list[tuple[str, Step]]:
    """This will name the states from which an action leads on: the first one, and the department's."""
    found = []
    for name, case in states.items():
        step = row(action, Status(case.status), Level(case.level))
        if step and refusal(step, policies.situation(case), Asker(None, NOW, frozenset(Who))) is None:
            found.append((name, step))
    if action is Action.REPORT_DECISION:  # it has a row everywhere, and a decision to report in one state
        return [each for each in found if each[0] == "decided"]
    if action is Action.JOIN:  # into a case one may see; the department sees no other of the place
        return found[:1]
    return [*found[:1], *(each for each in found[1:] if each[0] == "department")]


def filled(action: Action, case: Case, step: Step, by: Viewer, other: Case) -> dict[str, Any]:
    """This will fill in a step's form as it is offered: the first choice of each list, words, a day to come."""
    scene = FormScene(case, step, by, NOW, Names(case.street, NOW))
    form = VERBS[action].form(scene=scene)
    given: dict[str, Any] = {"seen": case.version}
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField):
            given[name] = next((value for value in _values(field.choices) if value != ""), "")
        elif isinstance(field, forms.DateField):
            given[name] = "2026-11-30"
        elif isinstance(field, forms.CharField):
            given[name] = other.number if name == "into" else "核对过了。"
    return given


def _values(choices: Any) -> list[Any]:
    """The values of a list, those of its groups too."""
    return [
        value
        for key, label in choices
        for value in ([inner for inner, _words in label] if isinstance(label, list | tuple) else [key])
    ]


def test_there_is_a_state_for_every_step_a_person_takes(states: dict[str, States]) -> None:
    for where in WHERE:
        assert [action for action in VERBS if not open_from(action, states[where])] == []


@pytest.mark.parametrize("action", list(VERBS), ids=str)
def test_a_step_is_taken_by_whom_it_belongs_to_and_by_nobody_else(
    scene: Scene, states: dict[str, States], action: Action
) -> None:
    wrong = []
    for where in WHERE:
        taker = scene.town.stranger if where == "other" else scene.cast[Role.STREET_OFFICER]
        for name, step in open_from(action, states[where]):
            case = states[where][name]
            given = filled(action, case, step, taker, states[where]["community"])
            address = f"/desk/{case.street}/{case.number}/{str(action).replace('_', '-')}/"
            for part in asking(where, list(VERBS).index(action)):
                due = expected(scene, PARTS[part], where, case, step)
                seen = visit(scene, part, "POST", address, given)
                sign = "n" if seen.sign == "+" else seen.sign
                if sign != due or (sign != "w" and seen.written - QUIET):
                    wrong.append((part, where, name, sign, due))
    assert not wrong


def asking(where: str, turn: int) -> list[str]:
    """This will give the parts to try at a place; who reads no case anywhere is tried at one of the three."""
    readers = READERS["own"] | {Role.DEPARTMENT_OFFICER}
    return [
        part
        for n, (part, name) in enumerate(PARTS.items())
        if name in readers or WHERE[(n + turn) % len(WHERE)] == where
    ]


def expected(scene: Scene, part: str, where: str, case: Case, step: Step) -> str:
    """This will give the sign that is due."""
    if part not in scene.cast:
        return "x" if part == "no_duty" else "s"
    level, who = Level(case.level), who_is(part, where, Level(case.level))
    if part not in READERS[where] and not who:
        # The department sees what was whistled to it wherever it lies.
        if part != Role.DEPARTMENT_OFFICER or level is not Level.DEPARTMENT:
            return "."
        who = frozenset({Who.HOLDER, Who.CHECKER})
    if not who & step.who:
        return "x"
    asker = Asker(scene.cast[part].person_id, NOW, who)
    return "n" if refusal(step, policies.situation(case), asker) else "w"


def test_each_step_leaves_its_own_fact_under_the_name_of_whoever_took_it(
    scene: Scene, states: dict[str, States]
) -> None:
    case, officer = states["own"]["group"], scene.cast[Role.COMMUNITY_OFFICER]
    browser = scene.browsers[Role.COMMUNITY_OFFICER]
    browser.post(f"/desk/{case.street}/{case.number}/note/", {"words": "看过了。", "seen": case.version})
    last = queries.timeline(case)[0]
    assert (last.kind, last.actor_id) == (FACT[Action.NOTE], officer.person_id)
