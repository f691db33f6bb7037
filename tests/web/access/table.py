"""The access matrix as data: `docs/access.md` is read here, one line a method and address, one cell a part."""

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "access.md"
# Every part by the three letters of its column: no account, a link with a code, then the roles of people.models.
PARTS = {
    "ano": "anonymous",
    "cod": "tracking_link",
    "fol": "follower",
    "hea": "group_head",
    "gle": "grid_lead",
    "gme": "grid_member",
    "pty": "party_member",
    "vol": "volunteer",
    "cad": "cadre",
    "com": "community_officer",
    "off": "street_officer",
    "lea": "street_leader",
    "adm": "street_admin",
    "dep": "department_officer",
    "sup": "supervisor",
    "ins": "inspector",
    "sec": "branch_secretary",
    "jud": "judge",
    "cou": "county_admin",
    "aud": "auditor",
    "idl": "no_duty",
}
WHERE = ("own", "sibling", "other")
SIGNS = frozenset("+>wnx.s-")


@dataclass(frozen=True, slots=True)
class Line:
    """One method of one address, perhaps asked in one of several ways; `cells` give a sign for each part and place."""

    method: str
    name: str
    way: str
    cells: dict[str, tuple[str, str, str]]

    @property
    def asked(self) -> str:
        """The address and the way it is asked, as the page writes it."""
        return f"{self.name}@{self.way}" if self.way else self.name

    def __str__(self) -> str:
        return f"{self.method} {self.asked}"

    @property
    def is_alike_everywhere(self) -> bool:
        """Whether nobody's answer hangs on the place."""
        return all(len(set(signs)) == 1 for signs in self.cells.values())

    def expected(self, part: str, where: str) -> str:
        """This will give the sign for a part at a place."""
        return self.cells[part][WHERE.index(where)]


def lines() -> list[Line]:
    """This will read all lines of the page; ValueError for one that is no line of the matrix."""
    found: list[Line] = []
    columns: list[str] = []
    inside = False
    for text in PAGE.read_text(encoding="utf-8").splitlines():
        if text.startswith("```"):
            inside, columns = not inside, []
        elif inside and not columns:
            columns = text.split()
            if columns != list(PARTS):
                raise ValueError(f"columns of the matrix: {text}")
        elif inside:
            found.append(_line(text, columns))
    return found


def _line(text: str, columns: list[str]) -> Line:
    method, asked, *cells = text.split()
    name, _at, way = asked.partition("@")
    if method not in {"GET", "POST"} or len(cells) != len(columns):
        raise ValueError(f"no line of the matrix: {text}")
    return Line(method, name, way, {part: _cell(cell) for part, cell in zip(columns, cells, strict=True)})


def _cell(cell: str) -> tuple[str, str, str]:
    signs = cell * 3 if len(cell) == 1 else cell
    if len(signs) != 3 or not SIGNS.issuperset(signs):
        raise ValueError(f"no cell of the matrix: {cell}")
    return signs[0], signs[1], signs[2]
