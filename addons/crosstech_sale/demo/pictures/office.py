"""Printers and what they use up."""

from .canvas import dark, light
from .parts import METAL

INKS = ("#1d232c", "#18b7d8", "#e0358c", "#f7c92c")


def _printed_sheet(canvas, left, top, right, bottom, accent):
    canvas.box(left, top, right, bottom, "#ffffff", 6)
    canvas.box(left + 30, top + 22, left + 130, top + 72, light(accent, 0.35), 6)
    for index in range(int((bottom - top - 30) / 20)):
        end = right - 40 if index % 3 else right - 110
        canvas.box(left + 150, top + 24 + index * 20, end, top + 32 + index * 20, "#c9d1db", 3)


def printer(canvas, *, accent, brand, tanks=False, pale=False, **_details):
    shell = ("#ffffff", "#d3dae3") if pale else ("#475161", "#20262f")
    canvas.shadow(130, 740, 870, 820)
    canvas.polygon([(290, 180), (710, 180), (740, 400), (260, 400)], "#ffffff")
    canvas.box(180, 340, 820, 430, (light(shell[0], 0.2), shell[1]), 22)
    canvas.box(150, 410, 850, 740, shell, 30)
    canvas.box(230, 440, 420, 510, "#0f1a24", 10)
    canvas.text(325, 475, brand, 26, light(accent, 0.6))
    for index in range(3):
        canvas.circle(480 + index * 56, 475, 16, accent if index == 0 else dark(shell[1], 0.15))
    canvas.box(230, 560, 700 if tanks else 770, 640, "#0d1117", 12)
    _printed_sheet(canvas, 280, 600, 650 if tanks else 720, 790, accent)
    if tanks:
        canvas.box(716, 540, 836, 720, ("#eef2f6", "#cfd7e0"), 12)
        for index, ink in enumerate(INKS):
            x = 726 + index * 27
            canvas.box(x, 556, x + 20, 704, "#ffffff", 5)
            canvas.box(x, 590 + index * 14, x + 20, 704, ink, 5)


def receipt_printer(canvas, *, accent, brand, **_details):
    canvas.shadow(240, 760, 760, 830)
    canvas.polygon([(370, 150), (630, 150), (630, 420), (370, 420)], "#ffffff")
    for index, end in enumerate((590, 540, 600, 520, 580, 560)):
        canvas.box(400, 180 + index * 36, end, 192 + index * 36, "#b8c2ce", 4)
    canvas.polygon([(290, 400), (710, 400), (760, 520), (240, 520)], ("#596474", "#39424f"))
    canvas.box(345, 408, 655, 426, "#0d1117", 8)
    canvas.box(240, 510, 760, 790, ("#39424f", "#1d232c"), 26)
    canvas.bold(420, 650, brand, 44, "#ffffff")
    canvas.circle(660, 600, 16, accent)
    canvas.circle(660, 660, 16, "#5ad28d")


def ink(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(300, 800, 700, 850)
    canvas.box(440, 160, 560, 290, ("#39424f", "#1d232c"), 18)
    canvas.polygon([(420, 280), (580, 280), (660, 390), (340, 390)], (light(accent, 0.2), accent))
    canvas.box(330, 380, 670, 820, (accent, dark(accent, 0.3)), 40)
    canvas.box(330, 470, 670, 730, "#ffffff")
    canvas.bold(500, 540, brand, 50, "#1b2a41")
    canvas.box(420, 585, 580, 593, accent, 4)
    canvas.text(500, 650, label.split(" ·")[0], 40, "#4a5564")


def toner(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(120, 700, 890, 770)
    canvas.box(110, 400, 890, 700, ("#39424f", "#161b23"), 26)
    canvas.box(150, 640, 850, 730, ("#2f7d5b", "#1e5a40"), 40)
    canvas.box(170, 440, 640, 600, (accent, dark(accent, 0.3)), 14)
    canvas.bold(405, 500, brand, 50, "#ffffff")
    canvas.text(405, 560, label.split(" ·")[0], 32, "#ffffff")
    canvas.box(720, 360, 840, 410, ("#596474", "#39424f"), 16)


def scanner(canvas, *, accent, brand, **_details):
    canvas.shadow(120, 720, 880, 790)
    canvas.polygon([(190, 250), (810, 250), (880, 560), (120, 560)], METAL)
    canvas.polygon([(230, 280), (770, 280), (826, 530), (174, 530)], ("#dcebf7", "#b9d4ea"))
    canvas.polygon([(300, 280), (420, 280), (330, 530), (196, 530)], "#eef6fc")
    canvas.line([(196, 440), (804, 440)], accent, 10)
    canvas.box(120, 556, 880, 740, ("#475161", "#20262f"), 26)
    canvas.bold(300, 650, brand, 38, "#ffffff")
    for index in range(3):
        canvas.circle(640 + index * 70, 650, 22, accent if index == 0 else "#5f6b7b")


def projector(canvas, *, accent, brand, **_details):
    canvas.shadow(130, 710, 880, 780)
    canvas.polygon([(180, 330), (820, 330), (890, 450), (110, 450)], ("#ffffff", "#e3e8ee"))
    canvas.box(110, 440, 890, 720, ("#f3f5f8", "#c6ced8"), 40)
    canvas.circle(690, 580, 122, ("#596474", "#20262f"), outline="#aeb7c3", width=10)
    canvas.circle(690, 580, 82, ("#4d6fa5", "#101726"))
    canvas.circle(660, 548, 24, "#e9f1ff")
    for y in range(510, 660, 26):
        canvas.box(170, y, 430, y + 12, "#9aa4b1", 5)
    canvas.circle(500, 480, 9, accent)
    canvas.text(500, 392, brand, 34, "#7a8595")


DRAWERS = {
    "ink": ink,
    "printer": printer,
    "projector": projector,
    "receipt_printer": receipt_printer,
    "scanner": scanner,
    "toner": toner,
}
