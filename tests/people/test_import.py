"""Tables of people, organisations and duties, as an office brings them."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from linli.facts.models import Fact
from linli.people import actions
from linli.people.importing import Report, State, import_table
from linli.people.models import Duty, Organisation, Person
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from tests.people.cast import AT, EAST, GRID, GROUP, OTHER, STREET, committee, duty, person, viewer

PEOPLE = "用户名,姓名,邮箱,工作电话\nzhangwei,张伟,zw@example.org,0377-66210001\nlina,李娜,,\n"
OFFICES = (
    "代码,类型,名称,英文名称,地点\n"
    "DG,居民委员会,东关居委会,Dongguan committee,东关社区\n"
    "DD1,督导组,第一督导组,,\n"
)
DUTIES = (
    "用户名,职责,地点,机构代码,值班\n"
    "zhangwei,网格员,东关第1网格,,是\n"
    "lina,社区工作人员,,DG,\n"
    f",居民小组长,{GROUP},,\n"
)


def bring(table: str, text: str | bytes, *, apply: bool = True, **more: Any) -> Report:
    content = text.encode() if isinstance(text, str) else text
    return import_table(table, content, **{"street": STREET, "at": AT, "by": None, "apply": apply, **more})


def states(report: Report) -> list[str]:
    assert not report.fault, report.fault
    return [line.state.value for line in report.lines]


def reasons(report: Report) -> list[str]:
    return [str(line.reason) for line in report.lines if line.state is State.FAULTY]


def bring_all() -> list[Report]:
    return [bring("people", PEOPLE), bring("organisations", OFFICES), bring("duties", DUTIES)]


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Organisation, Duty, Fact))


def test_a_street_is_manned_from_three_tables() -> None:
    reports = bring_all()
    assert [states(report) for report in reports] == [["new"] * 2, ["new"] * 2, ["new"] * 3]
    assert all(report.applied for report in reports)
    wei = viewer(Person.objects.get(username="zhangwei"))
    assert [(held.role, held.place) for held in wei.duties] == [("grid_member", GRID)]
    assert viewer(Person.objects.get(username="lina")).places("community_officer") == {EAST}
    vacant = Duty.objects.get(place=GROUP)
    assert (vacant.role, vacant.person_id) == ("group_head", None)
    assert Duty.objects.get(place=GRID).on_roster


def test_bringing_them_again_changes_nothing() -> None:
    bring_all()
    before = counts()
    assert [set(states(report)) for report in bring_all()] == [{"same"}] * 3
    assert counts() == before


def test_a_preview_says_what_would_change_and_writes_nothing() -> None:
    bring("people", PEOPLE)
    before = counts()
    table = PEOPLE.replace("0377-66210001", "0377-66210009") + "wangfang,王芳,,\n"
    report = bring("people", table, apply=False)
    assert states(report) == ["changed", "same", "new"]
    assert [line.line for line in report.lines] == [2, 3, 4]
    assert not report.applied
    assert counts() == before
    assert Person.objects.get(username="zhangwei").work_phone == "0377-66210001"


def test_one_faulty_line_stops_all_of_them() -> None:
    report = bring("people", PEOPLE + "x,无名,,\n")
    assert states(report) == ["new", "new", "faulty"]
    assert "2 to 60" in reasons(report)[0]
    assert not report.applied
    assert not Person.objects.exists()


def test_lines_are_judged_in_the_light_of_those_before_them() -> None:
    report = bring("people", "username,name\nsame,One\nSAME,One\n")
    assert states(report) == ["new", "same"]
    assert states(bring("people", "username,name\nli,One\nli,One\n")) == ["new", "faulty"]


def test_a_column_that_is_not_there_leaves_what_is_kept() -> None:
    bring("people", PEOPLE)
    assert states(bring("people", "username,name\nzhangwei,张伟\n")) == ["same"]
    assert Person.objects.get(username="zhangwei").email == "zw@example.org"


def test_new_accounts_have_no_password_but_a_link() -> None:
    bring("people", PEOPLE)
    wei = Person.objects.get(username="zhangwei")
    assert not wei.has_usable_password()
    assert actions.invited(actions.invitation(person=wei, at=AT, by=None)) is not None


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("people", "用户名,姓名,密码\nli,李,secret\n", "Passwords are never imported"),
        ("people", "用户名,姓名,初始密码（必填）\nli,李,secret\n", "Passwords are never imported"),
        ("people", "用户名,姓名,身份证号\nli,李,41132919900101001X\n", "ID numbers are never kept"),
        ("people", "姓名,邮箱\n李,x\n", "A column is missing: username."),
        ("people", "用户名,账号,姓名\nli,li,李\n", "Two columns mean the same"),
        ("people", "用户名,姓名\n", "no lines below"),
        ("people", "", ""),
        ("people", b"\xd0\xcf\x11\xe0 old excel", ""),
        ("people", b"PK\x03\x04 no zip at all", ""),
        ("people", "用户名,姓名\n" + "li,李\n" * 2_001, "more than 2,000 lines"),
        ("duties", "用户名,地点\nli,东关\n", "A column is missing: role."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(
    table: str, text: str | bytes, said: str
) -> None:
    report = bring(table, text)
    assert said in str(report.fault)
    assert report.fault
    assert report.faulty
    assert not report.applied
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nobody,网格员,东关第1网格,,,", "Import the people first"),
        ("li,飞行员,东关第1网格,,,", "“飞行员” is not known"),
        ("li,网格员,西湖,,,", "no place of this street"),
        ("li,网格员,411329002001,,,", "no place of this street"),
        ("li,网格员,东关社区,,,", "cannot be held at this place"),
        ("li,网格员,,,,", "Choose a place"),
        ("li,社区工作人员,,XX,,", "Import the organisations first"),
        ("li,网格员,东关第1网格,,2026年13月1日,", "like 2026-11-24"),
        ("li,网格员,东关第1网格,,2026-12-01,2026-11-01", "before the first"),
        ("li,志愿者,东关社区,,,", "without having agreed"),
        ("li,审计员,汉城街道,,,", "Only the administrator of the county"),
    ],
)
def test_a_duty_that_cannot_be_is_a_faulty_line_with_its_reason(
    li: Person, admin: Viewer, line: str, said: str
) -> None:
    report = bring("duties", f"用户名,职责,地点,机构代码,开始,结束\n{line}\n", by=admin)
    assert said in reasons(report)[0]
    assert not Duty.objects.filter(person=li).exists()


def test_a_name_that_two_places_share_must_be_written_as_a_code(li: Person) -> None:
    from linli.places import memory
    from linli.places.models import Place

    Place.objects.filter(code=EAST + "002").update(name={"zh-hans": "东关第1网格"})
    memory.move(STREET, "version")
    assert "Write the code" in reasons(bring("duties", "用户名,职责,地点\nli,网格员,东关第1网格\n"))[0]
    assert states(bring("duties", f"用户名,职责,地点\nli,网格员,{GRID}\n")) == ["new"]


def test_english_headings_and_words_are_understood_too(li: Person) -> None:
    table = "User name,Role,Place,From,On roster\nli,Grid member,Dongguan grid 1,2026-11-01,yes\n"
    assert states(bring("duties", table)) == ["new"]
    held = Duty.objects.get(person=li)
    assert (held.from_on, held.on_roster) == (date(2026, 11, 1), True)


def test_a_chinese_page_names_the_missing_column_in_chinese() -> None:
    with override("zh-hans"):
        assert "用户名" in str(bring("people", "姓名,邮箱\n李,x\n").fault)


def test_a_volunteer_who_agreed_is_taken(li: Person) -> None:
    assert states(bring("duties", "用户名,职责,地点,本人同意\nli,志愿者,东关社区,是\n")) == ["new"]


def test_a_duty_that_is_over_is_not_given_again(li: Person) -> None:
    table = "用户名,职责,地点,开始,结束\nli,网格员,东关第1网格,2025-01-01,2025-12-31\n"
    assert states(bring("duties", table)) == ["new"]
    assert states(bring("duties", table)) == ["same"]


def test_the_roster_is_changed_by_the_table_and_the_end_is_not(li: Person) -> None:
    duty(li, "grid_member", GRID)
    assert states(bring("duties", f"用户名,职责,地点,值班\nli,网格员,{GRID},是\n")) == ["changed"]
    assert Duty.objects.get(person=li).on_roster
    report = bring("duties", f"用户名,职责,地点,结束\nli,网格员,{GRID},2026-12-31\n")
    assert "another end" in reasons(report)[0]


def test_a_department_of_the_county_is_found_by_its_code(li: Person) -> None:
    committee("CG", street="411329", kind="department", place="")
    assert states(bring("duties", "用户名,职责,机构\nli,部门工作人员,CG\n")) == ["new"]


def test_an_organisation_is_changed_by_its_code_and_keeps_its_kind() -> None:
    bring("organisations", OFFICES)
    renamed = OFFICES.replace("东关居委会", "东关社区居委会")
    assert states(bring("organisations", renamed)) == ["changed", "same"]
    office = Organisation.objects.get(code="DG")
    assert office.name == {"zh-hans": "东关社区居委会", "en": "Dongguan committee"}
    assert "another kind" in reasons(bring("organisations", OFFICES.replace("居民委员会", "党支部", 1)))[0]


def test_a_user_name_of_another_street_is_not_taken_over() -> None:
    person("zhangwei", street=OTHER)
    report = bring("people", PEOPLE)
    assert states(report) == ["faulty", "new"]
    assert "another street" in reasons(report)[0]


def test_an_xlsx_of_the_office_is_read_with_its_title_and_its_notes(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["汉城街道人员名单"], ["用户名 *", "姓名（必填）", "备注"], ["zhangwei", "张伟", "老同志"]):
        sheet.append(row)
    path = tmp_path / "people.xlsx"
    book.save(path)
    report = import_table("people", path, street=STREET, at=AT, by=None, apply=True)
    assert states(report) == ["new"]
    assert Person.objects.get().name == "张伟"


def test_a_table_as_excel_saves_it_in_chinese_is_read() -> None:
    content = io.BytesIO(PEOPLE.encode("gb18030")).getvalue()
    assert states(bring("people", content)) == ["new", "new"]


def test_hostile_cells_become_a_sentence_or_plain_text() -> None:
    report = bring("people", 'username,name\nmallory,"<script>alert(1)</script>"\n=cmd|x,李\n')
    assert states(report) == ["new", "faulty"]
    assert "2 to 60" in reasons(report)[0]


def test_only_the_administrator_may_import(stranger: Viewer, li: Person) -> None:
    for by in (stranger, viewer(li)):
        with pytest.raises(Refused):
            bring("people", PEOPLE, by=by)
