"""Flat shapes on a picture of 160 × 120 units, drawn large and made smaller so that edges are smooth."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageEnhance

WIDTH, HEIGHT = 160, 120
_SCALE = 8  # pixels a unit while drawing; half of it is kept
Point = tuple[float, float]


class Canvas:
    """A picture being drawn."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), ground)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """This will draw a rectangle."""
        corners = (x * _SCALE, y * _SCALE, (x + width) * _SCALE - 1, (y + height) * _SCALE - 1)
        self.draw.rectangle(corners, fill=fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """This will draw a polygon."""
        self.draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def oval(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """This will draw an ellipse within a rectangle."""
        self.draw.ellipse((x * _SCALE, y * _SCALE, (x + width) * _SCALE, (y + height) * _SCALE), fill=fill)

    def line(self, points: Sequence[Point], fill: str, width: float = 1) -> None:
        """This will draw a line."""
        self.draw.line(
            [(x * _SCALE, y * _SCALE) for x, y in points],
            fill=fill,
            width=round(width * _SCALE),
            joint="curve",
        )

    def blob(
        self, x: float, y: float, width: float, height: float, fill: str, rng: Random, n: int = 14
    ) -> None:
        """This will draw a round thing whose edge is uneven, as a heap or a puddle is."""
        points = []
        for k in range(n):
            angle, out = 2 * pi * k / n, rng.uniform(0.8, 1.08)
            points.append((x + width / 2 * (1 + out * cos(angle)), y + height / 2 * (1 + out * sin(angle))))
        self.shape(_smooth(points), fill)

    def bag(self, x: float, y: float, size: float, fill: str, tie: str) -> None:
        """This will draw a tied bag standing on the ground at `y`."""
        self.shape(
            _smooth([
                (x, y), (x - size * 0.08, y - size * 0.5), (x + size * 0.38, y - size * 0.86),
                (x + size * 0.62, y - size * 0.86), (x + size * 1.08, y - size * 0.5), (x + size, y),
            ]), fill,
        )  # fmt: skip
        self.shape(
            [(x + size * 0.36, y - size * 0.8), (x + size * 0.3, y - size * 1.05), (x + size * 0.7, y - size * 1.05),
             (x + size * 0.64, y - size * 0.8)], tie,
        )  # fmt: skip

    def finish(self, rng: Random) -> Image.Image:
        """This will give the picture in the light of some hour, mirrored or not, as no two are alike."""
        image = self.image.reduce(2)
        if rng.random() < 0.5:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        cut = rng.randrange(0, 60)
        width, height = image.size
        left, top = rng.randrange(0, cut + 1), rng.randrange(0, cut * 3 // 4 + 1)
        image = image.crop((left, top, left + width - cut, top + height - cut * 3 // 4))
        tint = rng.choice(("#ffffff", "#fff1d8", "#e6eef5", "#fde6cc", "#eef2e4"))
        image = Image.blend(image, Image.new("RGB", image.size, tint), 0.1)
        return ImageEnhance.Brightness(image).enhance(rng.uniform(0.88, 1.06))


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Rounds the corners of a polygon: each becomes two points, twice over."""
    found = list(points)
    for _round in range(2):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in zip(found, [*found[1:], found[0]], strict=True):
            cut += [
                (ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25),
                (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75),
            ]
        found = cut
    return found
