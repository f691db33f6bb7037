"""Draws the schematic of Hancheng Street: run once as `python -m linli.places.schematic`, its file is committed.

No open borders of the nine communities exist. This invents some that look like a town, from a lattice of
crooked blocks: communities, grids and resident groups are sets of whole blocks, so that they share their
borders exactly. Same seed, same file.
"""

import json
import math
import random
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path

import shapely
from shapely.geometry import mapping

FILE = Path(__file__).parent / "data" / "hancheng_schematic.geojson"
STREET = "411329001"
CENTRE = (112.3651, 32.5288)
NOTE = "示意图，不是真实边界 / Schematic, not real borders"
SIDE = 36  # blocks across
BLOCK = 0.125  # km
KM = 1 / 111.195  # degrees of latitude in a kilometre
# East and north of the centre in km, and how many resident groups.
COMMUNITIES = {
    1: ("解放街", "Jiefangjie", -0.42, 0.10, 12),
    2: ("民主街", "Minzhujie", 0.42, -0.08, 11),
    3: ("东关", "Dongguan", 1.35, 0.12, 12),
    4: ("南关", "Nanguan", -0.10, -1.20, 10),
    5: ("西关", "Xiguan", -1.35, -0.30, 10),
    6: ("北关", "Beiguan", 0.05, 1.25, 9),
    7: ("红旗", "Hongqi", 1.30, 1.35, 9),
    8: ("卢庄", "Luzhuang", -1.35, 1.20, 8),
    9: ("张营", "Zhangying", 1.20, -1.35, 8),
}
Block = tuple[int, int]
Point = tuple[float, float]


class Town:
    """The lattice: crooked blocks, which of them are built on, and how hard it is to cross from one to the next."""

    def __init__(self, seed: int = 411329001) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a drawing, not a secret
        self.corners = {(i, j): self._corner(i, j) for i in range(SIDE + 1) for j in range(SIDE + 1)}
        self.blocks = [(i, j) for i in range(SIDE) for j in range(SIDE) if self._built(self.middle((i, j)))]
        self.cost = {block: self.random.uniform(0.7, 1.5) for block in self.blocks}

    def _corner(self, i: int, j: int) -> Point:
        x, y = (i - SIDE / 2) * BLOCK, (j - SIDE / 2) * BLOCK
        # Old towns bend: long waves for the roads, a little trembling for the lanes.
        east = (
            x + 0.09 * math.sin(1.3 * y + 0.4) + 0.03 * math.sin(3.1 * x) + self.random.uniform(-0.016, 0.016)
        )
        north = (
            y + 0.10 * math.sin(1.1 * x + 1.0) + 0.03 * math.sin(2.7 * y) + self.random.uniform(-0.016, 0.016)
        )
        return east, north

    def _built(self, middle: Point) -> bool:
        east, north = middle
        angle = math.atan2(north, east)
        edge = (
            2.02
            + 0.12 * math.sin(3 * angle + 0.5)
            + 0.10 * math.sin(5 * angle)
            + 0.25 * math.cos(4 * angle + math.pi)
        )
        return math.hypot(east, north) < edge

    def middle(self, block: Block) -> Point:
        """This will give a block's middle in km east and north of the centre."""
        i, j = block
        corners = [self.corners[i + a, j + b] for a in (0, 1) for b in (0, 1)]
        return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4

    def area(self, blocks: Iterable[Block]) -> shapely.Geometry:
        """This will join blocks to one polygon in degrees."""
        return shapely.normalize(shapely.union_all([self._square(block) for block in blocks]))

    def _square(self, block: Block) -> shapely.Geometry:
        i, j = block
        ring = [self.corners[i + a, j + b] for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
        return shapely.Polygon([degrees(corner) for corner in ring])

    def grow(self, among: Sequence[Block], seeds: Sequence[Point]) -> list[list[Block]]:
        """This will share blocks out to the seeds; each seed grows from its own block, so its part hangs together."""
        left = set(among)
        starts = [min(left, key=lambda block: (math.dist(self.middle(block), seed), block)) for seed in seeds]
        owner: dict[Block, int] = {}
        queue: list[tuple[float, int, Block]] = [(0.0, n, block) for n, block in enumerate(starts)]
        while queue:
            spent, number, block = heappop(queue)
            if block in owner:
                continue
            owner[block] = number
            i, j = block
            for near in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
                if near in left and near not in owner:
                    heappush(queue, (spent + self.cost[near], number, near))
        return [[block for block in among if owner.get(block) == n] for n in range(len(seeds))]

    def parts(self, blocks: Sequence[Block], count: int) -> list[list[Block]]:
        """This will cut blocks into `count` parts of about one size (Lloyd's rounds), numbered as one reads."""
        seeds = [self.middle(blocks[len(blocks) * (2 * n + 1) // (2 * count)]) for n in range(count)]
        for _ in range(25):
            nearest: list[list[Point]] = [[] for _ in seeds]
            for middle in map(self.middle, blocks):
                nearest[min(range(count), key=lambda n: math.dist(middle, seeds[n]))].append(middle)
            seeds = [mean(points) if points else seed for points, seed in zip(nearest, seeds, strict=True)]
        return as_read(self.grow(blocks, seeds), self)


def mean(points: Sequence[Point]) -> Point:
    """This will give the middle of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def as_read(parts: list[list[Block]], town: Town) -> list[list[Block]]:
    """This will put parts in the order of serials: rows from north to south, each from west to east."""
    rows = round(math.sqrt(len(parts)))
    middles = {id(part): mean([town.middle(block) for block in part]) for part in parts}
    southward = sorted(parts, key=lambda part: -middles[id(part)][1])
    cuts = [round(len(parts) * n / rows) for n in range(rows + 1)]
    ordered = []
    for begin, end in pairwise(cuts):
        ordered += sorted(southward[begin:end], key=lambda part: middles[id(part)][0])
    return ordered


def degrees(corner: Point) -> Point:
    """This will turn kilometres from the centre into degrees, to a decimetre."""
    lon, lat = CENTRE
    return round(lon + corner[0] * KM / math.cos(math.radians(lat)), 6), round(lat + corner[1] * KM, 6)


def draw() -> list[dict[str, object]]:
    """This will draw the whole street as GeoJSON features."""
    town = Town()
    seeds = [(east, north) for *_, east, north, _ in COMMUNITIES.values()]
    features = []
    for (number, (chinese, english, _, _, groups)), blocks in zip(
        COMMUNITIES.items(), town.grow(town.blocks, seeds), strict=True
    ):
        code = f"{STREET}{number:03d}"
        features.append(
            feature(code, "community", f"{chinese}社区", f"{english} Community", town.area(blocks))
        )
        for serial, part in enumerate(town.parts(blocks, 4), 1):
            names = (f"{chinese}第{serial}网格", f"{english} grid {serial}")
            features.append(feature(f"{code}{serial:03d}", "grid", *names, town.area(part)))
        for serial, part in enumerate(town.parts(blocks, groups), 1):
            names = (f"{chinese}第{serial}居民小组", f"{english} resident group {serial}")
            features.append(feature(f"{code}G{serial:02d}", "resident_group", *names, town.area(part)))
    return features


def feature(code: str, kind: str, chinese: str, english: str, area: shapely.Geometry) -> dict[str, object]:
    """This will write one area as GeoJSON."""
    properties = {"code": code, "kind": kind, "name": {"zh-hans": chinese, "en": english}, "schematic": True}
    return {"type": "Feature", "properties": properties, "geometry": mapping(area)}


def text() -> str:
    """This will write the drawing as it is shipped, one feature a line."""
    drawn = draw()
    features = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in drawn]
    head = json.dumps({"type": "FeatureCollection", "schematic": True, "note": NOTE}, ensure_ascii=False)
    return head[:-1] + ', "features": [\n' + ",\n".join(features) + "\n]}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
