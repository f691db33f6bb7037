"""The first administrator of a street, and what is imported."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.conftest import answer, free_port

if TYPE_CHECKING:
    from tests.cli.conftest import Home

STREET = "411329001"


def test_setting_up_gives_a_link_by_which_the_administrator_begins(home: "Home") -> None:
    done = home.linli("setup", "--street", STREET, "--admin", "wang", "--name", "王主任")
    assert done.returncode == 0, done.stderr
    link = done.stdout.splitlines()[0]
    port = free_port()
    home.serve(port)
    path = "/" + link.partition("://")[2].partition("/")[2]
    assert answer(port, path) == 200
    assert answer(port, path[:-4] + "aaa/") == 410


def test_setting_up_again_gives_a_new_link_and_nothing_else(home: "Home") -> None:
    for _each in range(2):
        done = home.linli("setup", "--street", STREET, "--admin", "wang")
        assert done.returncode == 0, done.stderr
    assert home.act("duties", "wang") == "street_admin"


def test_a_street_nobody_knows_is_refused(home: "Home") -> None:
    done = home.linli("setup", "--street", "999999999", "--admin", "wang")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_people_are_shown_first_and_imported_when_asked(home: "Home", tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("用户名,姓名\nli,李四\nwang,王五\n", encoding="utf-8")
    command = ("import", "people", str(table), "--street", STREET)
    shown = home.linli(*command)
    assert shown.stdout.splitlines()[:2] == ["+ 2: li", "+ 3: wang"]
    assert "+ 2: li" in home.linli(*command, "--apply").stdout
    assert home.linli(*command, "--apply").stdout == "There is nothing to change.\n"


def test_a_faulty_line_stops_the_whole_table(home: "Home", tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("用户名,姓名\nli,李四\n!!,王五\n", encoding="utf-8")
    done = home.linli("import", "people", str(table), "--street", STREET, "--apply")
    assert done.returncode == 1
    assert "✗ 3: !!" in done.stdout
    assert "+ 2: li" in home.linli("import", "people", str(table), "--street", STREET).stdout


def test_faulty_areas_are_named_one_by_one(home: "Home", tmp_path: Path) -> None:
    file = tmp_path / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature"}]}))
    done = home.linli("import", "areas", str(file), "--street", STREET, "--datum", "wgs84", "--apply")
    assert done.returncode == 1
    assert done.stdout.startswith("Area 1 ")
    assert done.stdout.endswith("Nothing was changed.\n")


def test_importing_places_again_changes_nothing(home: "Home") -> None:
    home.linli("import", "places")
    assert home.linli("import", "places").stdout.startswith("New places: 0;")
