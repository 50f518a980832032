"""Drawings of the demo company's goods, made with Pillow: no photograph has to be licensed."""

from . import computers, network, office, parts, peripherals
from .canvas import Canvas

DRAWERS = {**computers.DRAWERS, **network.DRAWERS, **office.DRAWERS, **parts.DRAWERS, **peripherals.DRAWERS}


def draw(kind: str, accent: str, backdrop: str, brand: str, label: str, **details) -> bytes:
    """Draw one product.

    :param kind: a key of ``DRAWERS``, such as ``"notebook"``
    :param accent: ``#rrggbb`` of the product itself
    :param backdrop: ``#rrggbb`` of the soft background, the same for a whole category
    :param label: what sets this model apart, in the corner: ``"14 inci"``
    :return: a JPEG file, 1000 × 1000 pixels
    """
    canvas = Canvas(backdrop)
    DRAWERS[kind](canvas, accent=accent, brand=brand, label=label, **details)
    canvas.chip(label)
    return canvas.jpeg()
