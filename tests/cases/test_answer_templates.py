"""Answer templates: written, changed, offered no more; each officer starts from those of their street and county."""

from datetime import timedelta
from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.models import AnswerTemplate
from linli.cases.refusals import Invalid
from linli.cases.workflow import Action
from linli.facts import chains
from linli.facts import queries as facts
from linli.people.verdicts import Refused
from tests.builders import AT, COUNTY, ELSEWHERE_1, OTHER_STREET, STREET, Town, report

GOOD: dict[str, Any] = {
    "street": STREET, "action": "answer", "category": "01-02", "name": {"zh-hans": "已派人", "en": "Sent"},
    "text": {"zh-hans": "已派人去看，今天内清走。", "en": "Somebody is on the way."},
}  # fmt: skip


def offered(**more: Any) -> list[str]:
    """This will list the words an officer may start an answer from, on a new case."""
    return [start.text for start in queries.starts(report(**more), Action.ANSWER)]


def kinds(row: AnswerTemplate) -> list[str]:
    return [fact.kind for fact in facts.history(row.street, f"template:{row.pk}")]


def test_it_is_offered_where_it_is_for_and_its_categorys_own_come_first(town: Town) -> None:
    row = actions.set_template(by=town.street_admin, at=AT, **GOOD)
    general = actions.set_template(by=town.street_admin, at=AT, **{**GOOD, "category": ""})
    assert offered()[0] == "已派人去看，今天内清走。"
    assert len(offered()) == len(offered(category="01-07")) + 1
    assert offered(street=OTHER_STREET, grid=ELSEWHERE_1) == offered(category="01-07")[:-1]
    assert "已派人去看，今天内清走。" not in {start.text for start in queries.starts(report(), Action.FIX)}
    (fact,) = facts.history(STREET, f"template:{row.pk}")
    assert (fact.kind, fact.data) == ("template.changed", {"action": "answer", "category": "01-02"})
    assert kinds(general) == ["template.changed"]
    assert list(chains.verify()) == []


def test_it_is_changed_in_its_place(town: Town) -> None:
    row = actions.set_template(by=town.street_admin, at=AT, **GOOD)
    changed = {**GOOD, "text": {"zh-hans": "  已派车。\0 "}, "action": "no_action", "category": ""}
    again = actions.set_template(by=town.street_admin, at=AT, template_id=row.pk, **changed)
    assert again.pk == row.pk
    row.refresh_from_db()
    assert (row.action, row.category, row.text) == ("no_action", "", {"zh-hans": "已派车。"})
    assert kinds(row) == ["template.changed"] * 2


def test_ended_it_is_offered_no_more_and_nothing_brings_it_back(town: Town) -> None:
    row = actions.set_template(by=town.street_admin, at=AT, **GOOD)
    stale = AnswerTemplate.objects.get(pk=row.pk)
    actions.retire_template(template=row, by=town.street_admin, at=AT + timedelta(hours=1))
    assert "已派人去看，今天内清走。" not in offered()
    assert queries.template(STREET, row.pk) is None
    with pytest.raises(Refused, match="不再提供"):
        actions.retire_template(template=stale, by=town.county_admin, at=AT + timedelta(hours=2))
    with pytest.raises(Refused, match="不再提供"):
        actions.set_template(by=town.street_admin, at=AT, template_id=row.pk, **GOOD)
    row.refresh_from_db()
    assert row.retired_at == AT + timedelta(hours=1)
    assert kinds(row) == ["template.changed", "template.retired"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"action": "dance"}, "action"),
        ({"action": ""}, "action"),
        ({"category": "77-77"}, "category"),
        ({"category": "01-02' OR 1=1"}, "category"),
        ({"name": {"en": "Sent"}}, "name"),
        ({"text": {"zh-hans": " \u200b\n"}}, "text"),
        ({"text": {}}, "text"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_nothing_is_kept(
    town: Town, wrong: dict[str, Any], field: str
) -> None:
    row = actions.set_template(by=town.street_admin, at=AT, **GOOD)
    for template_id in (None, row.pk):
        with pytest.raises(Invalid) as refusal:
            actions.set_template(by=town.street_admin, at=AT, template_id=template_id, **{**GOOD, **wrong})
        assert list(refusal.value.errors) == [field]
    assert AnswerTemplate.objects.get(street=STREET).text == GOOD["text"]
    assert kinds(row) == ["template.changed"]


@pytest.mark.parametrize("part", ["street_officer", "leader", "community_officer", "auditor", "stranger"])
def test_only_administrators_write_and_end_them(town: Town, part: str) -> None:
    row = actions.set_template(by=town.street_admin, at=AT, **GOOD)
    by = getattr(town, part)
    for call in (
        lambda: actions.set_template(by=by, at=AT, **GOOD),
        lambda: actions.set_template(by=by, at=AT, template_id=row.pk, **GOOD),
        lambda: actions.retire_template(template=row, by=by, at=AT),
    ):
        with pytest.raises(Refused, match="其他岗位"):
            call()
    assert AnswerTemplate.objects.get(street=STREET).retired_at is None


def test_the_countys_are_everybodys_and_its_administrators_alone(town: Town) -> None:
    county = {**GOOD, "street": COUNTY, "category": ""}
    with pytest.raises(Refused):
        actions.set_template(by=town.street_admin, at=AT, **county)
    row = actions.set_template(by=town.county_admin, at=AT, **county)
    assert offered()[-1] == offered(street=OTHER_STREET, grid=ELSEWHERE_1)[-1] == GOOD["text"]["zh-hans"]
    with pytest.raises(Refused):
        actions.retire_template(template=row, by=town.street_admin, at=AT)
    with pytest.raises(Refused, match="不再提供"):
        actions.set_template(by=town.street_admin, at=AT, template_id=row.pk, **GOOD)
    assert AnswerTemplate.objects.get(pk=row.pk).street == COUNTY
