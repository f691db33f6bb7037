"""Categories, templates, holidays and settings: kept, or refused with a sentence and nothing typed lost."""

from datetime import date
from typing import Any

import pytest

from linli.cases import categories, queries
from linli.cases.models import AnswerTemplate
from linli.facts.models import Fact
from linli.places import queries as places
from linli.places import settings
from tests.builders import COUNTY, EAST, STREET, Town, report
from tests.web.desk.conftest import Open

AT = f"/setup/{STREET}/"
HUGE = "长" * 100_000


def category(**more: Any) -> dict[str, Any]:
    """The inputs of a category, as a browser would send them."""
    return {
        "name_zh": "积存垃圾", "clock": "daily", "key_1": "waste", "zh_1": "积存垃圾", "limit_1": "6h",
        "on_duty_list": "on", "act_group": "2h", **more,
    }  # fmt: skip


def test_a_street_writes_its_own_row_and_the_county_keeps_its_own(town: Town, open_as: Open) -> None:
    case = report()
    client = open_as(town.street_admin)
    assert "the county's" in client.get(AT + "categories/").content.decode()
    assert client.post(AT + "categories/01-02/", category()).status_code == 302
    row = categories.of_street(STREET)["01-02"]
    assert (row.owner, str(row.items[0].limit), row.order) == (STREET, "6h", 1)
    assert str(categories.of_street(COUNTY)["01-02"].items[0].limit) == "4h"
    case.refresh_from_db()
    assert "keep the limits" in client.get(AT + "categories/").content.decode()
    assert client.post(AT + "categories/01-02/", {"action": "retire"}).status_code == 302
    assert "01-02" not in categories.of_street(STREET)


def test_the_countys_administrator_may_change_it_for_all(town: Town, open_as: Open) -> None:
    answer = open_as(town.county_admin).post(AT + "categories/01-02/", category(owner=COUNTY))
    assert answer.status_code == 302
    assert categories.of_street(STREET)["01-02"].owner == COUNTY
    assert str(categories.of_street(STREET)["01-02"].items[0].limit) == "6h"


def test_the_street_cannot_write_the_countys_row(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    client.post(AT + "categories/01-02/", category(owner=COUNTY))
    assert str(categories.of_street(COUNTY)["01-02"].items[0].limit) == "4h"
    client.post(AT + "categories/01-04/", {"action": "retire"})
    assert "01-04" in categories.of_street(STREET)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"limit_1": "soon"}, "a number of minutes"),
        ({"limit_1": ""}, "a number of minutes"),
        ({"name_zh": ""}, "Fill this in."),
        ({"name_zh": HUGE}, "at most 40"),
        ({"clock": "lunar"}, "Choose one from the list."),
        ({"act_group": "-1h"}, "a number of minutes"),
        ({"key_1": "<script>"}, "small letters"),
    ],
)
def test_a_wrong_category_is_refused_and_kept_on_the_page(
    town: Town, open_as: Open, wrong: dict[str, str], sentence: str
) -> None:
    answer = open_as(town.street_admin).post(AT + "categories/01-02/", category(closes_zh="清完<b>", **wrong))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in words
    assert "清完&lt;b&gt;" in words
    assert categories.of_street(STREET)["01-02"].owner == COUNTY


def test_a_new_category_never_overwrites_one(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    assert (
        "This code is taken." in client.post(AT + "categories/new/", category(code="01-02")).content.decode()
    )
    new = category(code="06-01", name_zh="噪声", key_1="", zh_1="夜间施工", zh_2="商业噪声", limit_2="1wd")
    assert client.post(AT + "categories/new/", new).status_code == 302
    assert [item.key for item in categories.of_street(STREET)["06-01"].items] == ["m1", "m2"]
    assert client.get(AT + "categories/77-77/").status_code == 404


def test_a_street_falls_back_to_the_countys_row(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    page = AT + "categories/01-02/"
    assert "Give up the street" not in client.get(page).content.decode(), "it has none of its own"
    assert client.post(page, {"action": "drop"}).status_code == 302
    client.post(page, category())
    assert 'value="drop"' in client.get(page).content.decode()
    answer = client.post(page, {"action": "drop"}, follow=True).content.decode()
    assert "row counts here again" in answer
    assert categories.of_street(STREET)["01-02"].owner == COUNTY
    assert (
        "The street has no row of its own"
        in client.post(page, {"action": "drop"}, follow=True).content.decode()
    )


def test_where_the_county_has_no_such_row_the_button_is_closed_and_says_why(
    town: Town, open_as: Open
) -> None:
    client = open_as(town.street_admin)
    client.post(AT + "categories/new/", category(code="06-01"))
    page = AT + "categories/06-01/"
    words = client.get(page).content.decode()
    assert 'value="drop"' not in words
    assert "there is nothing to fall back to" in words
    assert (
        "there is nothing to fall back to"
        in client.post(page, {"action": "drop"}, follow=True).content.decode()
    )
    assert categories.of_street(STREET)["06-01"].owner == STREET


def test_templates_are_written_changed_and_offered_no_more(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    given = {"action": "fix", "category": "01-02", "name_zh": "已清运", "text_zh": "已清运，<谢谢>。"}
    assert client.post(AT + "templates/new/", given).status_code == 302
    row = next(row for row in queries.templates(STREET) if row.street == STREET)
    page = f"{AT}templates/{STREET}/{row.pk}/"
    assert "&lt;谢谢&gt;" in client.get(page).content.decode()
    assert client.post(page, given | {"text_zh": ""}).status_code == 200
    assert client.post(page, given | {"text_zh": HUGE}).status_code == 200
    assert client.post(page, given | {"text_zh": "换了。"}).status_code == 302
    assert AnswerTemplate.objects.get(pk=row.pk).text["zh-hans"] == "换了。"
    assert client.post(page, {"action": "retire"}).status_code == 302
    assert client.get(page).status_code == 404


def test_a_template_of_the_county_is_the_countys(town: Town, open_as: Open) -> None:
    row = next(row for row in queries.templates(STREET) if row.street == COUNTY)
    page = f"{AT}templates/{COUNTY}/{row.pk}/"
    assert open_as(town.street_admin).get(page).status_code == 404
    assert open_as(town.county_admin).get(page).status_code == 200


def test_a_holiday_is_previewed_before_open_deadlines_move(town: Town, open_as: Open) -> None:
    case = report(category="99-01", item="other")
    before = case.handle_by
    assert before is not None
    day = {"day": before.date().isoformat(), "what": "off", "name_zh": "本地节日"}
    client = open_as(town.street_admin)
    words = client.post(AT + "holidays/", day | {"action": "preview"}).content.decode()
    assert case.number in words
    case.refresh_from_db()
    assert case.handle_by == before
    assert client.post(AT + "holidays/", day | {"action": "apply"}).status_code == 302
    case.refresh_from_db()
    assert case.handle_by is not None
    assert case.handle_by > before
    back = day | {"what": "none"}
    assert case.number in client.post(AT + "holidays/", back | {"action": "preview"}).content.decode()
    client.post(AT + "holidays/", back | {"action": "apply"})
    case.refresh_from_db()
    assert case.handle_by == before


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "99999-01-01", "2026-12-01'--", "\x00"])
def test_no_day_is_refused(town: Town, open_as: Open, day: str) -> None:
    answer = open_as(town.street_admin).post(AT + "holidays/", {"day": day, "what": "off", "action": "apply"})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_a_street_may_not_change_the_countys_days(town: Town, open_as: Open) -> None:
    day = {"day": "2027-01-04", "what": "off", "owner": COUNTY, "action": "apply"}
    open_as(town.street_admin).post(AT + "holidays/", day)
    assert [row.owner for row in places.holidays(STREET, 2027) if row.day == date(2027, 1, 4)] == [STREET]
    open_as(town.street_admin).post(AT + "holidays/?year=2027", {"action": "confirm"})
    assert 2027 not in places.calendar(STREET).known_years
    open_as(town.county_admin).post(AT + "holidays/?year=2027", {"action": "confirm"})
    assert 2027 in places.calendar(STREET).known_years


@pytest.mark.parametrize("year", ["x", "0", "１９９９", "99999", "-1"])
def test_no_year_is_no_page(town: Town, open_as: Open, year: str) -> None:
    assert open_as(town.street_admin).get(AT + f"holidays/?year={year}").status_code == 404


def test_a_setting_says_where_it_comes_from_and_each_change_is_a_fact(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    assert "default" in client.get(AT + "settings/office.phone/").content.decode()
    assert client.post(AT + "settings/office.phone/", {"value": "0377-1234567"}).status_code == 302
    assert "0377-1234567" in client.get(AT + "settings/").content.decode()
    assert settings.source("office.phone", STREET) == STREET
    assert Fact.objects.filter(street=STREET, kind="setting.changed").count() == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("cases.reopen_days", "soon", "whole number"),
        ("cases.act_limit.group", "soon", "2wd"),
        ("places.office_hours", "18:00-8:00", "times in order"),
        ("office.phone", HUGE, ""),
        ("cases.reopen_days", "", "Fill this in."),
        ("cases.remind_percent", "96", "from 10 to 95"),
        ("notify.mail", "maybe", "Choose one from the list."),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_be_right(
    town: Town, open_as: Open, key: str, value: str, sentence: str
) -> None:
    answer = open_as(town.street_admin).post(AT + f"settings/{key}/", {"value": value})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert sentence in answer.content.decode()
    assert settings.source(key, STREET) == ""


def test_a_community_may_be_reminded_earlier_than_its_street(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    for place, percent in ((STREET, "60"), (EAST, "50")):
        page = f"{AT}settings/cases.remind_percent/?place={place}"
        assert client.post(page, {"value": percent, "place": place}).status_code == 302
    assert [settings.value("cases.remind_percent", place) for place in (EAST, STREET, COUNTY)] == [50, 60, 75]


def test_a_setting_of_the_county_is_shown_and_closed_to_the_street(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    page = AT + "settings/places.reach/"
    assert "set for the whole county" in client.get(page).content.decode()
    client.post(page, {"value": "5"})
    assert settings.source("places.reach", COUNTY) == ""
    assert client.get(page + f"?place={COUNTY}").status_code == 404
    assert client.get(AT + f"settings/office.phone/?place={EAST}").status_code == 404
    assert client.get(AT + "settings/no.such/").status_code == 404
    assert open_as(town.county_admin).post(page, {"value": "500"}).status_code == 302
    assert settings.source("places.reach", COUNTY) == COUNTY


def test_a_limit_is_filled_in_as_a_number_and_its_unit(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    page = client.get(AT + "categories/01-02/").content.decode()
    assert 'name="limit_1_n" value="4"' in page.replace('id="id_limit_1_0" ', "")
    apart = {key: value for key, value in category().items() if key not in {"limit_1", "act_group"}}
    sent = apart | {"limit_1_n": " 3 ", "limit_1_unit": "wd", "act_group_n": "", "act_group_unit": "h"}
    assert client.post(AT + "categories/01-02/", sent).status_code == 302
    row = categories.of_street(STREET)["01-02"]
    assert str(row.items[0].limit) == "3wd"
    assert "group" not in row.act_limits  # no number: as the settings say


@pytest.mark.parametrize("typed", ["soon", "-1", "0", "1.5", "²", "9" * 12])
def test_what_is_no_number_is_refused_and_stays_typed(town: Town, open_as: Open, typed: str) -> None:
    apart = {key: value for key, value in category().items() if key != "limit_1"}
    answer = open_as(town.street_admin).post(
        AT + "categories/01-02/", apart | {"limit_1_n": typed, "limit_1_unit": "h"}
    )
    assert "a number of minutes" in answer.content.decode()
    assert str(categories.of_street(STREET)["01-02"].items[0].limit) == "4h"
    assert f'value="{typed}"' in answer.content.decode()
