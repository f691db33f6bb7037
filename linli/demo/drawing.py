"""Simple flat scenes of a street: a bin, rubble, water, ads, a stall …, each before and after, varied by a seed."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image

from linli.demo.canvas import Canvas

_WALLS = (
    ("#d8d0bf", "#c9bfab"),
    ("#cfc6b4", "#bdb39f"),
    ("#d4cabb", "#c2b7a5"),
    ("#c8cbc4", "#b4b8b0"),
    ("#d9c7b4", "#c7b29c"),
)
_GROUNDS = (("#b4aea1", "#a29c8f"), ("#aaa69d", "#98948b"), ("#bdb3a2", "#a99f8e"))
_DOORS = ("#7b6350", "#5f6f6a", "#8a5a4a", "#586a7a")
_AWNINGS = ("#a95f4a", "#4f7a6b", "#5a6f94", "#b08a3e")
_BAGS = (("#e9e3d6", "#cfc7b6"), ("#3f4446", "#2f3335"), ("#c9d3d6", "#aab7bb"), ("#e6cf9d", "#cdb27a"))


def picture(scene: str, seed: int, *, after: bool) -> bytes:
    """This will draw a scene as a JPEG of about 640 × 480; the same seed gives the same view before and after."""
    image = _image(scene, seed, after)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _image(scene: str, seed: int, after: bool) -> Image.Image:
    # Two sequences: what is in the way must not move the street behind it.
    street, matter, light = (_random(scene, seed, of) for of in ("street", f"after {after}", "light"))
    canvas = Canvas("#dcd8cc")
    SCENES[scene](canvas, street, matter, after)
    return canvas.finish(light)


def _random(*of: object) -> Random:
    return Random(" ".join(map(str, of)))  # noqa: S311  the same picture each time is the point


def _wall(canvas: Canvas, street: Random, *, low: float = 78, door: bool = True) -> None:
    wall, shade = street.choice(_WALLS)
    ground, edge = street.choice(_GROUNDS)
    canvas.box(0, 0, 160, low, wall)
    for y in street.choice(((24, 50), (30, 62), (18, 40, 62))):
        canvas.box(0, y, 160, 1.2, shade)
    canvas.box(0, low - 8, 160, 8, shade)
    if door:
        x, colour = street.uniform(96, 122), street.choice(_DOORS)
        canvas.box(x - 3, 20, 34, low - 20, shade)
        canvas.box(x, 23, 28, low - 23, colour)
        canvas.box(x + 13.3, 23, 1.4, low - 23, "#00000030")
        canvas.oval(x + 10, 50, 2.2, 2.2, "#d9c48a")
    elif street.random() < 0.7:
        x = street.uniform(14, 90)
        canvas.box(x - 2, 14, 40, 32, shade)
        canvas.box(x, 16, 36, 28, "#8fa0a4")
        canvas.shape([(x + 4, 44), (x + 18, 16), (x + 24, 16), (x + 10, 44)], "#b9c6c8")
        canvas.box(x + 17, 16, 2, 28, wall)
    canvas.box(0, low, 160, 120 - low, ground)
    canvas.box(0, low, 160, 3, edge)
    for n in range(3):
        x = n * 60 + street.uniform(0, 30)
        canvas.line([(x, low + 3), (x - 24, 120)], edge, 0.6)


def _open_street(canvas: Canvas, street: Random) -> None:
    """A road with hills of green, far houses and a kerb."""
    canvas.box(0, 0, 160, 74, street.choice(("#dfe5e4", "#e4ddcf", "#d6dee2")))
    for _house in range(4):
        x, height = street.uniform(-10, 150), street.uniform(16, 34)
        canvas.box(x, 66 - height, 26, height + 10, street.choice(("#cdbfae", "#c3c0b4", "#d3c7b8")))
        canvas.shape([(x - 2, 66 - height), (x + 13, 58 - height), (x + 28, 66 - height)], "#9c7a66")
    for _bush in range(5):
        canvas.blob(
            street.uniform(-14, 140), 50, 40, 34, street.choice(("#93a67f", "#7f9670", "#a2b18b")), street
        )
    ground, edge = street.choice(_GROUNDS)
    canvas.box(0, 74, 160, 46, ground)
    canvas.box(0, 74, 160, 3, edge)


def _tree(canvas: Canvas, x: float, rng: Random, leaf: str = "#688251") -> None:
    canvas.box(x, 40, 5, 46, "#6e5b49")
    for dx, dy in ((-14, 14), (-4, 4), (6, 16)):
        canvas.blob(x + dx, dy, 24, 28, leaf, rng)


def _wet(canvas: Canvas, rng: Random) -> None:
    """Where it was washed: a light streak on the ground."""
    canvas.blob(14, 90, 110, 20, "#ffffff38", rng)


def _litter(canvas: Canvas, rng: Random, n: int, low: float = 84) -> None:
    for _piece in range(n):
        x, y = rng.uniform(6, 146), rng.uniform(low, 114)
        colour = rng.choice(("#e9e3d6", "#c8b184", "#b96e4f", "#9fb3b8", "#f1ede2", "#7f8d5e"))
        if rng.random() < 0.5:
            canvas.shape([(x, y), (x + 5, y - 1.5), (x + 6.5, y + 2), (x + 1.5, y + 3)], colour)
        else:
            canvas.oval(x, y, 4, 2.4, colour)


def _bin(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _open_street(canvas, street)
    x, green = street.uniform(44, 66), street.choice(("#53685c", "#4d6b7a", "#6b6256"))
    for n in range(street.choice((1, 2))):
        at = x + n * 40
        canvas.shape([(at, 46), (at + 34, 46), (at + 31, 100), (at + 3, 100)], green)
        canvas.box(at + 6, 96, 6, 7, "#33403a")
        canvas.box(at + 22, 96, 6, 7, "#33403a")
        canvas.box(at + 11, 62, 12, 9, "#ffffff55")
        if after:
            canvas.box(at - 3, 41, 40, 7, "#00000040")
            canvas.box(at - 3, 40, 40, 6, green)
        else:
            for k in range(3):
                fill, tie = matter.choice(_BAGS)
                canvas.bag(at + k * 10, 48, matter.uniform(13, 17), fill, tie)
            canvas.box(at - 3, 45, 40, 5, "#00000045")
    if after:
        _wet(canvas, matter)
    else:
        for k in range(5):
            fill, tie = matter.choice(_BAGS)
            canvas.bag(
                8 + k * 26 + matter.uniform(-5, 5),
                matter.uniform(104, 112),
                matter.uniform(13, 20),
                fill,
                tie,
            )
        _litter(canvas, matter, 9)


def _rubble(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street)
    if after:
        canvas.blob(6, 88, 96, 18, "#c9c3b570", matter)
        return
    canvas.blob(2, 76, 108, 38, "#8f8778", matter)
    canvas.blob(12, 72, 62, 30, "#a0988a", matter)
    for k in range(5):
        canvas.bag(
            10 + k * 18,
            matter.uniform(98, 108),
            matter.uniform(17, 23),
            matter.choice(("#e6e0d2", "#cbc3b1", "#d9dcd8")),
            "#b5ad9b",
        )
    for _brick in range(13):
        x, y = matter.uniform(50, 112), matter.uniform(94, 113)
        canvas.box(x, y, 12, 5.5, matter.choice(("#a4634a", "#8f5540", "#b57a5f", "#9a958b")))
        canvas.box(x, y + 4.5, 12, 1, "#00000030")
    canvas.line([(6, 100), (56, 80)], "#8a7a5c", 2.4)
    canvas.line([(50, 112), (104, 78)], "#77694f", 2)


def _water(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street, low=62, door=street.random() < 0.5)
    canvas.box(118, 86, 22, 10, "#6f6b63")
    for k in range(5):
        canvas.box(120 + k * 4, 87.5, 2, 7, "#3f3d39")
    if after:
        _wet(canvas, matter)
        return
    canvas.blob(4, 72, 150, 42, "#7f8f92", matter, 20)
    canvas.blob(20, 78, 116, 28, "#93a4a7", matter, 18)
    for _shine in range(5):
        x, y = matter.uniform(24, 110), matter.uniform(82, 100)
        canvas.line([(x, y), (x + matter.uniform(12, 26), y)], "#c3d0d2", 1)
    _litter(canvas, matter, 4, 86)


def _dirt(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _open_street(canvas, street)
    for k in range(4):
        canvas.box(8 + k * 42, 96, 22, 2.4, "#e8e2d2")
    if after:
        _wet(canvas, matter)
        return
    for _patch in range(7):
        canvas.blob(
            matter.uniform(-10, 130),
            matter.uniform(80, 108),
            matter.uniform(24, 46),
            matter.uniform(8, 14),
            matter.choice(("#7d6a52", "#8d795e", "#6c5b48")),
            matter,
        )
    for dx in (0, 14):
        canvas.line([(20 + dx, 120), (60 + dx, 92), (100 + dx, 78)], "#5f503f", 3)
    _litter(canvas, matter, 5)


def _ads(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street, low=90, door=False)
    spots = [
        (20 + 34 * (k % 4) + street.uniform(-6, 6), 12 + 36 * (k // 4) + street.uniform(-4, 8))
        for k in range(8)
    ]
    for x, y in spots:
        if after:
            if street.random() < 0.6:
                canvas.box(x, y, 24, 22, "#ffffff50")
            continue
        width, height = matter.uniform(19, 27), matter.uniform(22, 32)
        canvas.box(x, y, width, height, matter.choice(("#f3efe6", "#f6e9b8", "#efd2c7", "#dfeaf0")))
        canvas.box(x + 3, y + 4, width - 8, 3.4, matter.choice(("#a3453a", "#8b8475", "#39597a")))
        for row in range(3):
            canvas.box(x + 3, y + 11 + row * 4.4, matter.uniform(8, width - 6), 1.6, "#8b8475")
    if not after:
        canvas.line([(96, 74), (104, 68), (116, 76), (126, 68), (140, 76)], "#a3453a", 2)


def _stall(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street, door=False)
    awning = street.choice(_AWNINGS)
    canvas.box(12, 30, 104, 48, "#8d7a68")
    canvas.box(18, 40, 92, 38, "#5e5146")
    canvas.shape([(8, 20), (120, 20), (128, 36), (0, 36)], awning)
    for k in range(4):
        canvas.shape([(18 + k * 28, 20), (32 + k * 28, 20), (32 + k * 30, 36), (16 + k * 30, 36)], "#e7ded0")
    canvas.box(0, 94, 160, 10, "#cdbb84")
    for k in range(16):
        canvas.box(k * 10 + 2, 96, 6, 1.4, "#b8a66e")
        canvas.box(k * 10 + 2, 100, 6, 1.4, "#b8a66e")
    fruit = ("#c9573f", "#d99a3c", "#7f9a4a", "#b8c25a")
    for k in range(4):
        x, y = (24 + k * 21, 58) if after else (14 + k * 32, 76 + matter.uniform(0, 10))
        size = 18 if after else 27
        canvas.box(x, y, size, size * 0.8, "#c69a63")
        canvas.box(x, y + size * 0.3, size, 1, "#a97f4c")
        colour = matter.choice(fruit)
        for n in range(4):
            canvas.oval(x + n * size / 4, y - size * 0.16, size / 4, size / 4, colour)


def _piling(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street)
    if after:
        canvas.blob(10, 92, 80, 14, "#c9c3b560", matter)
        return
    for k in range(6):
        canvas.box(
            6, 96 - k * 7, matter.uniform(58, 76), 5.6, matter.choice(("#9a7b55", "#86693f", "#ab8d68"))
        )
        canvas.oval(4, 96 - k * 7, 6, 5.6, "#c9ac83")
    canvas.box(78, 66, 26, 36, "#b89a6a")
    canvas.box(78, 82, 26, 2, "#8f7448")
    canvas.box(86, 50, 22, 17, "#c7ab7c")
    canvas.oval(112, 82, 26, 26, "#3d3d3d")
    canvas.oval(119, 89, 12, 12, "#8f8a80")
    canvas.line([(52, 104), (100, 58)], "#77694f", 2.4)
    _litter(canvas, matter, 3, 104)


def _green(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _open_street(canvas, street)
    canvas.box(0, 72, 160, 48, street.choice(("#8ba06b", "#7f9766", "#97a873")))
    canvas.box(0, 110, 160, 10, "#b9b2a2")
    for trunk in (18, 118):
        _tree(canvas, trunk + street.uniform(-8, 8), street)
    for _tuft in range(26):
        x, y = street.uniform(0, 156), street.uniform(80, 108)
        canvas.line([(x, y), (x + 1.5, y - 4)], "#6e8656", 0.8)
    if not after:
        _litter(canvas, matter, 22, 78)
        for k in range(2):
            fill, tie = matter.choice(_BAGS)
            canvas.bag(50 + k * 26, 104, 17, fill, tie)


def _plants(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _open_street(canvas, street)
    canvas.box(6, 84, 148, 22, "#8d7357")
    canvas.box(4, 104, 152, 6, "#c9c0ae")
    for k in range(9):
        x = 12 + k * 16 + street.uniform(-3, 3)
        dead = not after and matter.random() < 0.6
        canvas.line([(x + 5, 92), (x + 5, 76)], "#7a6448" if dead else "#5d6f45", 1.4)
        if dead:
            for dx in (-5, 5):
                canvas.line([(x + 5, 84), (x + 5 + dx, 78)], "#8f7750", 1)
        else:
            canvas.blob(x - 3, 66, 17, 20, matter.choice(("#6b8a4b", "#7f9a58", "#5f7f4a")), street)
    _tree(canvas, 138, street, "#688251" if after else "#9a8a5e")


def _shed(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _wall(canvas, street, door=False)
    if after:
        canvas.blob(28, 92, 96, 14, "#c9c3b570", matter)
        for x in (40, 110):
            canvas.oval(x, 92, 5, 3, "#8f8a80")
        return
    tin = street.choice(("#7f93a3", "#8b9c8a", "#a38f86"))
    canvas.box(34, 44, 88, 58, tin)
    for k in range(11):
        canvas.box(36 + k * 8, 44, 1.4, 58, "#00000025")
    canvas.shape([(26, 46), (130, 46), (122, 34), (40, 32)], "#5f6f7b")
    canvas.box(64, 60, 24, 42, "#4d4a46")
    for k in range(4):
        canvas.box(126, 98 - k * 5, 20, 4, "#a4634a")
    canvas.line([(118, 104), (140, 64)], "#8a7a5c", 2)


def _pit(canvas: Canvas, street: Random, matter: Random, after: bool) -> None:
    _open_street(canvas, street)
    if after:
        canvas.blob(44, 86, 70, 24, "#6f6c66", matter)
    else:
        canvas.blob(38, 82, 84, 34, "#8c8577", matter)
        canvas.blob(46, 86, 68, 26, "#3b3833", matter)
        canvas.blob(58, 94, 42, 14, "#241f1c", matter)
    for x in () if after else (26.0, 128.0):
        canvas.shape([(x, 108), (x + 12, 108), (x + 7.5, 84), (x + 4.5, 84)], "#c8563c")
        canvas.box(x + 2.6, 96, 6.8, 3.4, "#f3efe6")
    if not after:
        canvas.line([(32, 88), (134, 90)], "#d9b23c", 1.6)


Scene = Callable[[Canvas, Random, Random, bool], None]
SCENES: dict[str, Scene] = {
    "bin": _bin,
    "rubble": _rubble,
    "water": _water,
    "dirt": _dirt,
    "ads": _ads,
    "stall": _stall,
    "piling": _piling,
    "green": _green,
    "plants": _plants,
    "shed": _shed,
    "pit": _pit,
}
