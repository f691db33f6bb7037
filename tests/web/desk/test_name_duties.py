"""What people are called by their duty, as an office says it."""

import pytest
from django.utils import translation

from linli.web.desk.naming import duty_words, viewer_words
from tests.builders import Town


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("street_admin", "汉城街道", "汉城街道管理员"),
        ("community_officer", "东关社区", "东关社区工作人员"),
        ("group_head", "东关第1居民小组", "东关第1居民小组长"),
        ("county_admin", "新野县", "新野县管理员"),
        ("grid_member", "东关第1网格", "东关第1网格网格员"),
        ("branch_secretary", "东关社区", "东关社区支部书记"),
        ("branch_secretary", "东关社区党支部", "东关社区党支部书记"),
        ("supervisor", "第1督导组", "第1督导组成员"),
        ("department_officer", "县供水公司", "县供水公司工作人员"),
        ("department_officer", "", "部门工作人员"),
        ("street_officer", "", "街道工作人员"),
    ],
)
def test_a_duty_names_its_unit_once(role: str, place: str, said: str) -> None:
    with translation.override("zh-hans"):
        assert duty_words(role, place) == said


def test_an_officer_of_a_department_is_called_by_its_name(town: Town) -> None:
    with translation.override("zh-hans"):
        assert viewer_words(town.department_officer) == "县城市管理局工作人员"
    with translation.override("en"):
        assert viewer_words(town.department_officer) == "Department officer, Urban Management Bureau"
