"""Invented, plain names. Nobody is meant by any of them."""

from collections.abc import Iterator
from itertools import product
from random import Random

_FAMILIES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
_GIVEN = (
    "晓梅", "建国", "丽娟", "志强", "秀英", "海涛", "玉兰", "文斌", "春霞", "永刚", "雪莲", "立新", "桂芳", "明辉",
    "彩云", "卫东", "艳红", "长河", "素珍", "国平", "慧敏", "德全", "小燕", "振华", "爱琴", "宏伟", "月华", "世杰",
)  # fmt: skip
FIRST = "张晓梅"


def names(rng: Random) -> Iterator[str]:
    """This will give 560 different names, 张晓梅 first."""
    yield FIRST
    rest = [family + given for family, given in product(_FAMILIES, _GIVEN) if family + given != FIRST]
    rng.shuffle(rest)
    yield from rest


def phone(rng: Random) -> str:
    """This will give a number that reads as one and rings nobody's phone: four zeros in its middle."""
    return f"1990000{rng.randrange(10_000):04d}"
