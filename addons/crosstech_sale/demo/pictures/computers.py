"""Notebooks, computers and screens."""

from .canvas import dark, light, mix

METAL = ("#e9edf2", "#b9c1cc")
NIGHT = ("#39424f", "#1b212b")


def notebook(canvas, *, accent, brand, body="silver", **_details):
    shell = METAL if body == "silver" else NIGHT
    canvas.shadow(90, 690, 910, 770)
    canvas.box(205, 215, 795, 640, ("#2a313c", "#151a22"), 26)
    canvas.wallpaper(226, 236, 774, 600, accent, 8)
    canvas.circle(500, 226, 4, "#5b6675")
    canvas.text(500, 620, brand, 20, "#aeb8c5")
    canvas.polygon([(180, 640), (820, 640), (905, 716), (95, 716)], shell)
    for row, (top, inset) in enumerate(((650, 0), (664, 15), (678, 30))):
        left, right = 232 - inset, 768 + inset
        step = (right - left) / 14
        for column in range(14):
            x = left + column * step
            canvas.box(x, top, x + step - 5, top + 10, mix(shell[1], "#11161d", 0.55 + row * 0.05), 2)
    canvas.polygon([(418, 694), (582, 694), (592, 714), (408, 714)], mix(shell[0], shell[1], 0.75))
    canvas.box(95, 716, 905, 738, (shell[1], dark(shell[1], 0.3)), 11)
    canvas.box(430, 716, 570, 725, dark(shell[1], 0.25), 4)


def monitor(canvas, *, accent, brand, wide=False, gaming=False, **_details):
    left, right = (90, 910) if wide else (150, 850)
    canvas.shadow(300, 740, 700, 800)
    neck = "#8a94a3" if not gaming else "#2b3340"
    canvas.polygon([(462, 620), (538, 620), (552, 762), (448, 762)], (neck, dark(neck, 0.3)))
    canvas.box(330, 752, 670, 776, (light(neck, 0.2), dark(neck, 0.2)), 12)
    canvas.box(left, 210, right, 640, ("#2b323d", "#12161d"), 20)
    canvas.wallpaper(left + 14, 224, right - 14, 604, accent, 6)
    canvas.text(500, 622, brand, 20, "#b8c1cd")
    canvas.circle(right - 34, 622, 5, accent)
    if gaming:
        canvas.polygon([(462, 690), (538, 690), (544, 716), (456, 716)], accent)


def tower(canvas, *, accent, brand, **_details):
    canvas.shadow(250, 770, 770, 840)
    canvas.box(290, 170, 720, 800, ("#353d4a", "#171c24"), 24)
    canvas.box(318, 200, 590, 770, ("#46566b", "#202936"), 12)
    canvas.box(345, 235, 470, 330, dark(accent, 0.55), 8)
    for x in (360, 382, 404):
        canvas.box(x, 245, x + 10, 320, light(accent, 0.25), 3)
    canvas.box(340, 545, 570, 605, (light(accent, 0.1), dark(accent, 0.35)), 8)
    canvas.text(455, 575, brand, 24, "#ffffff")
    for y in (430, 690):
        fan(canvas, 455, y, 62, accent)
    for y in (270, 400, 530):
        fan(canvas, 655, y, 46, accent)
    canvas.circle(655, 215, 11, None, outline=light(accent, 0.5), width=3)
    for x in (632, 656):
        canvas.box(x, 690, x + 14, 720, "#0d1117", 3)
    for x in (330, 640):
        canvas.box(x, 800, x + 50, 816, "#0d1117", 6)


def mini_pc(canvas, *, accent, brand, **_details):
    canvas.shadow(190, 690, 820, 770)
    canvas.polygon([(280, 340), (790, 340), (720, 470), (210, 470)], METAL)
    canvas.polygon([(720, 470), (790, 340), (790, 590), (720, 720)], ("#98a2b0", "#707b8b"))
    canvas.box(210, 470, 720, 720, ("#3a4350", "#1d232c"), 10)
    canvas.text(500, 404, brand, 34, "#5f6b7b")
    canvas.circle(266, 540, 22, None, outline=accent, width=6)
    for x in (340, 420):
        canvas.box(x, 528, x + 56, 554, "#0b0f15", 5)
        canvas.box(x + 6, 542, x + 50, 550, accent, 2)
    canvas.box(506, 532, 552, 550, "#0b0f15", 9)
    canvas.circle(600, 541, 12, "#0b0f15")
    for y in range(610, 690, 16):
        canvas.box(250, y, 680, y + 7, "#141921", 3)


def all_in_one(canvas, *, accent, brand, **_details):
    canvas.shadow(280, 770, 720, 830)
    canvas.polygon([(440, 690), (560, 690), (590, 786), (410, 786)], METAL)
    canvas.box(340, 778, 660, 800, METAL, 10)
    canvas.box(140, 180, 860, 700, METAL, 22)
    canvas.box(156, 196, 844, 620, "#161b23", 12)
    canvas.wallpaper(170, 210, 830, 606, accent, 4)
    canvas.text(500, 660, brand, 30, "#5f6b7b")


def fan(canvas, x, y, radius, accent):
    """A round fan with a lit ring, used by cases, cards and power supplies."""
    canvas.circle(x, y, radius, "#0f141b", outline=accent, width=5)
    for turn in range(7):
        angle = turn * 360 / 7
        canvas.arc(x, y, radius * 0.55, angle, angle + 26, mix(accent, "#2c3542", 0.65), radius * 0.42)
    canvas.circle(x, y, radius * 0.26, "#313b49")


DRAWERS = {
    "all_in_one": all_in_one,
    "mini_pc": mini_pc,
    "monitor": monitor,
    "notebook": notebook,
    "tower": tower,
}
