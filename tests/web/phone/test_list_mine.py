from django.test import Client

from linli.cases import actions
from tests.builders import AT, EAST_2, Town, handled, report
from tests.web.desk.conftest import Open


def test_the_phone_shows_my_grids_cases_and_no_others(town: Town, open_as: Open) -> None:
    mine, other = report(), report(grid=EAST_2)
    page = open_as(town.grid_member).get("/m/").content.decode()
    assert f"/m/{mine.street}/{mine.number}/" in page
    assert other.number not in page
    assert "Grid 1" in page
    assert "1 to do" in page


def test_tabs_part_what_waits_for_a_check_and_what_has_ended(town: Town, open_as: Open) -> None:
    waiting, ended = handled(town), report()
    actions.withdraw(case=ended, at=AT)
    client = open_as(town.grid_member)
    assert waiting.number in client.get("/m/?tab=waiting").content.decode()
    home = client.get("/m/").content.decode()
    assert waiting.number not in home
    assert "0 to do" in home
    assert "To check" not in home
    assert waiting.number not in client.get("/m/?tab=overdue").content.decode()
    assert ended.number in client.get("/m/?status=ended").content.decode()
    assert ended.number not in home


def test_nothing_to_do_says_what_comes_there(town: Town, open_as: Open) -> None:
    assert "Nothing waits for you" in open_as(town.grid_member).get("/m/").content.decode()


def test_the_bar_has_at_most_two_steps_and_the_rest_stand_above(town: Town, open_as: Open) -> None:
    case = report()
    page = open_as(town.grid_member).get(f"/m/{case.street}/{case.number}/").content.decode()
    bar = page.split('class="bottom-bar"')[1].split("</form>")[0]
    assert bar.count('class="button') == 2
    assert 'value="start"' in bar
    assert "Report as handled" in bar
    rest = page.split('id="more"')[1].split("</section>")[0]
    assert "Escalate" in rest
    assert "Report as handled" not in rest


def test_who_is_not_signed_in_is_asked_to(town: Town) -> None:
    assert Client().get("/m/")["Location"] == "/sign-in/?next=/m/"
