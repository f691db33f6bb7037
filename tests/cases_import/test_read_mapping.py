"""A mapping says what is wrong with it, and where."""

from pathlib import Path

import pytest

from linli.cases.mapping import read_mapping
from linli.people.verdicts import Refused

GOOD = """
source = "old"
zone = "Asia/Shanghai"
[columns]
key = "编号"
reported_at = "时间"
[place]
street = "411329001"
community = "411329001003"
"""


def read(tmp_path: Path, text: str) -> object:
    """This will read a mapping from a file."""
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def test_a_short_mapping_is_enough(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('zone = "Asia/Shanghai"', 'zone = "Nowhere/Town"', "Nowhere/Town"),
        ('zone = "Asia/Shanghai"', "", "zone"),
        ('key = "编号"', "", "key"),
        ('key = "编号"', 'key = "编号"\nprice = "钱"', "price"),
        ('street = "411329001"', "", "street"),
        ('street = "411329001"', 'street = "411329001"\nbox = ["a"]', "a"),
        ("[columns]", "[columns", "TOML"),
        ('source = "old"', 'source = "old"\nlocation_type = "moon"', "moon"),
    ],
)
def test_a_faulty_mapping_is_refused_with_the_place(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, GOOD.replace(old, new))
    assert named in str(refused.value.reason) or named == "TOML"
