"""Marks of the demo company, drawn by us."""

import io

from PIL import Image, ImageDraw, ImageFont

from .pictures import DRAWERS, Canvas

NAVY, BLUE, ORANGE, PALE = "#12233f", "#1559c7", "#f2711c", "#f2f6fc"


def _mark(pen, left, top, size):
    """Two bands that cross, one of them going up: goods and money change hands."""

    def place(*points):
        return [(left + x * size, top + y * size) for x, y in points]

    pen.rounded_rectangle([left, top, left + size, top + size], size * 0.24, fill=BLUE)
    pen.polygon(place((0.18, 0.2), (0.38, 0.2), (0.82, 0.8), (0.62, 0.8)), fill="#ffffff")
    pen.polygon(place((0.62, 0.2), (0.82, 0.2), (0.6, 0.5), (0.5, 0.363)), fill=ORANGE)
    pen.polygon(place((0.5, 0.637), (0.4, 0.5), (0.18, 0.8), (0.38, 0.8)), fill=ORANGE)


def _png(image, size) -> bytes:
    stream = io.BytesIO()
    small = image.resize(size, Image.Resampling.LANCZOS)
    small.quantize(96, Image.Quantize.FASTOCTREE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def logo() -> bytes:
    """The mark with the name beside it: a PNG file with a clear background, 480 × 112 pixels."""
    image = Image.new("RGBA", (1440, 336), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    _mark(pen, 24, 24, 288)
    font = ImageFont.load_default(size=184)
    pen.text((370, 168), "cross", font=font, fill=NAVY, anchor="lm", stroke_width=5, stroke_fill=NAVY)
    left = 370 + pen.textlength("cross", font=font) + 14
    pen.text((left, 168), "tech", font=font, fill=ORANGE, anchor="lm", stroke_width=5, stroke_fill=ORANGE)
    width = int(left + pen.textlength("tech", font=font) + 30)
    return _png(image.crop((0, 0, width, 336)), (width // 3, 112))


def icon(size=128) -> bytes:
    """The mark alone, for the browser tab and the menu of applications."""
    image = Image.new("RGBA", (size * 4, size * 4), (0, 0, 0, 0))
    _mark(ImageDraw.Draw(image), size * 0.16, size * 0.16, size * 3.68)
    return _png(image, (size, size))


def hero() -> bytes:
    """The goods beside the headline of the home page: static/src/img/hero.webp."""
    scene = Image.new("RGBA", (1240, 840))
    for kind, accent, brand, size, left, top, details in (
        ("tower", ORANGE, "", 560, 760, 60, {}),
        ("monitor", "#3d7ff0", "", 760, 220, -40, {"wide": False}),
        ("router", ORANGE, "", 380, -30, 300, {}),
        ("notebook", ORANGE, "", 640, 10, 290, {}),
        ("keyboard", BLUE, "", 480, 590, 460, {"lit": True}),
        ("mouse", ORANGE, "", 260, 980, 570, {"wired": False, "body": "#e4eaf2"}),
    ):
        canvas = Canvas(NAVY, clear=True)
        DRAWERS[kind](canvas, accent=accent, brand=brand, label="", **details)
        part = canvas.image.resize((size, size), Image.Resampling.LANCZOS)
        scene.alpha_composite(part, (max(left, 0), max(top, 0)), (max(-left, 0), max(-top, 0)))
    stream = io.BytesIO()
    small = scene.crop((0, 90, 1240, 840)).resize((930, 562), Image.Resampling.LANCZOS)
    small.save(stream, "WEBP", quality=76, method=6)
    return stream.getvalue()
