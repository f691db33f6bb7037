"""What people say in the demo, put together from parts: what, where, since when, how bad, and what they wish."""

import json
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

from linli.demo.scenery import Somewhere


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of matter: its category and matter, how often it comes, how it looks, and its words."""

    name: str
    category: str
    item: str
    weight: float
    scene: str
    words: dict[str, list[str]]


def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("linli.demo").joinpath("data", "texts.json").read_text("utf-8"))
    return read


class Teller:
    """Composes sentences on a random sequence of its own."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.words = _read()
        self.kinds = [
            Kind(
                name, each["category"], each["item"], each["weight"], each["scene"],
                {key: each[key] for key in ("open", "more", "begin", "result", "public")},
            )
            for name, each in self.words["kinds"].items()
        ]  # fmt: skip

    def kind(self) -> Kind:
        """This will draw a kind of matter by how often it comes."""
        return self.rng.choices(self.kinds, [each.weight for each in self.kinds])[0]

    def named(self, name: str) -> Kind:
        """This will give a kind by its name."""
        return next(kind for kind in self.kinds if kind.name == name)

    def say(self, what: str) -> str:
        """This will give a general sentence, perhaps an empty one."""
        return str(self.rng.choice(self.words[what]))

    def report(self, kind: Kind, where: Somewhere) -> str:
        """This will give what a resident writes, one to three sentences."""
        text = f"{self.say('since')}{self._what(kind, where)}"
        if self.rng.random() < 0.75:
            text += f"，{self.rng.choice(kind.words['more'])}"
        if self.rng.random() < 0.2:
            text += f"，{self.rng.choice(kind.words['more'])}"
        return f"{text}。{self.say('wish') if self.rng.random() < 0.5 else ''}"

    def find(self, kind: Kind, where: Somewhere) -> str:
        """This will give what a grid member notes of a find."""
        return self.say("find").format(t=self._what(kind, where))

    def paper(self, kind: Kind, where: Somewhere) -> str:
        """This will give what a clerk enters for somebody."""
        told = f"{self._what(kind, where)}，{self.rng.choice(kind.words['more'])}"
        return self.say("paper").format(t=told)

    def of(self, kind: Kind, what: str, where: Somewhere | None = None) -> str:
        """This will give a sentence of a kind: begin, result or public."""
        return self.rng.choice(kind.words[what]).format(f=where.name if where else "")

    def _what(self, kind: Kind, where: Somewhere) -> str:
        return self.rng.choice(kind.words["open"]).format(p=where.name)
