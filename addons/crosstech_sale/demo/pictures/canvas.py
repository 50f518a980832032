"""A square drawing area, drawn at twice its size so that edges come out smooth."""

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = 1000
SCALE = 2


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the parts of ``#rrggbb``.

    >>> rgb("#ff8000")
    (255, 128, 0)
    """
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def mix(first: str, second: str, share: float) -> str:
    """Mix two colours.

    :param share: 0 gives the first colour, 1 the second

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def light(colour: str, share: float = 0.35) -> str:
    return mix(colour, "#ffffff", share)


def dark(colour: str, share: float = 0.35) -> str:
    return mix(colour, "#0b1220", share)


@lru_cache(maxsize=32)
def _font(size: int):
    return ImageFont.load_default(size=size * SCALE)


class Canvas:
    """Shapes in units of a 1000 × 1000 picture; a pair of colours is a gradient from top to bottom."""

    def __init__(self, backdrop: str, *, clear=False):
        self.backdrop = backdrop
        size = (SIZE * SCALE, SIZE * SCALE)
        self.image = Image.new("RGBA", size) if clear else Image.new("RGB", size, light(backdrop, 0.55))
        self.pen = ImageDraw.Draw(self.image)
        if not clear:
            self._decorate()

    def _decorate(self):
        self.circle(500, 470, 400, light(self.backdrop, 0.25))
        self.circle(820, 190, 90, light(self.backdrop, 0.38))
        self.circle(165, 760, 60, light(self.backdrop, 0.38))

    def shadow(self, left, top, right, bottom, strength=70):
        """Lay a soft oval shadow; blurred on a small copy, which is what makes it fast."""
        small = Image.new("L", (250, 250), 0)
        ImageDraw.Draw(small).ellipse([value / 4 for value in (left, top, right, bottom)], fill=strength)
        mask = small.filter(ImageFilter.GaussianBlur(6)).resize(self.image.size)
        self.image.paste(rgb(dark(self.backdrop, 0.75)), mask=mask)

    def box(self, left, top, right, bottom, fill, radius=0, outline=None, width=2):
        """Draw a rectangle with rounded corners."""
        area = [value * SCALE for value in (left, top, right, bottom)]
        if isinstance(fill, tuple):
            self._gradient(area, fill, lambda pen, place: pen.rounded_rectangle(place, radius * SCALE, fill=255))
        else:
            self.pen.rounded_rectangle(area, radius * SCALE, fill=fill)
        if outline:
            self.pen.rounded_rectangle(area, radius * SCALE, outline=outline, width=width * SCALE)

    def polygon(self, points, fill):
        points = [(x * SCALE, y * SCALE) for x, y in points]
        if not isinstance(fill, tuple):
            self.pen.polygon(points, fill=fill)
            return
        xs, ys = zip(*points, strict=True)
        area = [min(xs), min(ys), max(xs), max(ys)]
        self._gradient(
            area, fill, lambda pen, _place: pen.polygon([(x - area[0], y - area[1]) for x, y in points], fill=255)
        )

    def oval(self, left, top, right, bottom, fill, outline=None, width=2):
        area = [value * SCALE for value in (left, top, right, bottom)]
        if isinstance(fill, tuple):
            self._gradient(area, fill, lambda pen, place: pen.ellipse(place, fill=255))
        elif fill:
            self.pen.ellipse(area, fill=fill)
        if outline:
            self.pen.ellipse(area, outline=outline, width=width * SCALE)

    def circle(self, x, y, radius, fill, outline=None, width=2):
        self.oval(x - radius, y - radius, x + radius, y + radius, fill, outline, width)

    def line(self, points, colour, width=4):
        """Draw a line with round joints and ends."""
        points = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(points, fill=colour, width=round(width * SCALE), joint="curve")
        half = width * SCALE / 2
        for x, y in (points[0], points[-1]):
            self.pen.ellipse([x - half, y - half, x + half, y + half], fill=colour)

    def arc(self, x, y, radius, start, end, colour, width=6):
        """Draw a part of a circle; degrees clockwise from three o'clock."""
        steps = max(8, int(abs(end - start) / 4))
        angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
        self.line([(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles], colour, width)

    def text(self, x, y, text, size, colour, anchor="mm"):
        self.pen.text((x * SCALE, y * SCALE), text, font=_font(size), fill=colour, anchor=anchor)

    def bold(self, x, y, text, size, colour, anchor="mm"):
        self.pen.text(
            (x * SCALE, y * SCALE), text, font=_font(size), fill=colour, anchor=anchor,
            stroke_width=max(1, size // 22), stroke_fill=colour,
        )  # fmt: skip

    def wallpaper(self, left, top, right, bottom, accent, radius=0):
        """Fill a screen: a sky of the accent colour, a sun and two hills."""
        width, height = right - left, bottom - top
        self.box(left, top, right, bottom, (dark(accent, 0.25), light(accent, 0.45)), radius)
        self.circle(left + width * 0.68, top + height * 0.42, height * 0.17, light(accent, 0.75))
        for start, peak, end, level, colour in (
            (0.0, 0.34, 0.86, 0.42, dark(accent, 0.2)), (0.3, 0.76, 1.0, 0.58, dark(accent, 0.45)),
        ):  # fmt: skip
            base = bottom - 1
            self.polygon(
                [
                    (left + width * start, base), (left + width * peak, top + height * level),
                    (left + width * end, base - (height * 0.22 if end == 1.0 else 0)),
                    (left + width * end, base),
                ],
                colour,
            )  # fmt: skip

    def chip(self, label):
        """Write what sets the model apart into the lower left corner."""
        if not label:
            return
        label = label.replace("″", '"')  # the built-in font has no sign for inches
        width = self.pen.textlength(label, font=_font(34)) / SCALE + 56
        self.box(56, 878, 56 + width, 944, "#ffffff", 33)
        self.bold(56 + width / 2, 910, label, 34, "#1b2a41")

    def jpeg(self) -> bytes:
        """Return the picture as a file."""
        stream = io.BytesIO()
        self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(stream, "JPEG", quality=84, optimize=True)
        return stream.getvalue()

    def _gradient(self, area, colours, draw_mask):
        left, top, right, bottom = (round(value) for value in area)
        size = (max(1, right - left + 1), max(1, bottom - top + 1))
        mask = Image.new("L", size, 0)
        draw_mask(ImageDraw.Draw(mask), [0, 0, size[0] - 1, size[1] - 1])
        ramp = Image.linear_gradient("L").resize(size)
        fill = Image.composite(Image.new("RGB", size, colours[1]), Image.new("RGB", size, colours[0]), ramp)
        self.image.paste(fill, (left, top), mask)
