"""What goes into a computer: memory, storage, cards, boards, power."""

from .canvas import dark, light, mix
from .computers import METAL, fan

GOLD = ("#f6d98a", "#c89a3c")


def _pins(canvas, left, right, top, bottom, step=14, gap=5):
    for x in range(left, right - step + gap, step):
        canvas.box(x, top, x + step - gap, bottom, GOLD, 2)


def ram(canvas, *, accent, brand, label="", lit=False, **_details):
    canvas.shadow(110, 660, 890, 730)
    canvas.box(95, 560, 905, 652, ("#1f5c43", "#123a2b"), 6)
    _pins(canvas, 120, 560, 622, 652)
    _pins(canvas, 600, 890, 622, 652)
    canvas.polygon(
        [(95, 430), (170, 380), (420, 380), (460, 410), (540, 410), (580, 380), (830, 380), (905, 430),
         (905, 606), (95, 606)],
        (light(accent, 0.15), dark(accent, 0.35)),
    )  # fmt: skip
    canvas.polygon([(140, 470), (420, 470), (470, 560), (140, 560)], dark(accent, 0.55))
    canvas.bold(280, 514, brand, 42, "#ffffff")
    canvas.bold(720, 500, label.split(" ·")[0], 52, "#ffffff")
    if lit:
        for index, colour in enumerate(("#ff5d5d", "#ffb13d", "#f5ee58", "#4ee08a", "#45b4ff", "#a678ff")):
            canvas.box(180 + index * 108, 352, 278 + index * 108, 384, (light(colour, 0.5), colour), 8)


def ssd(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(260, 770, 760, 830)
    canvas.box(270, 190, 730, 800, ("#4a5464", "#262d38"), 26)
    canvas.box(292, 212, 708, 778, ("#39424f", "#1d232c"), 16)
    canvas.box(292, 430, 708, 640, (accent, dark(accent, 0.3)))
    canvas.text(500, 300, brand, 54, "#ffffff")
    canvas.text(500, 362, "Solid State Drive", 24, "#aab4c2")
    canvas.bold(500, 535, label.split(" ·")[0], 86, "#ffffff")
    canvas.text(500, 710, "SATA III · 2,5 inci", 26, "#aab4c2")
    for x, y in ((312, 232), (688, 232), (312, 758), (688, 758)):
        canvas.circle(x, y, 8, "#0f141b", outline="#77818f", width=2)


def m2(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(130, 600, 880, 660)
    canvas.box(110, 400, 890, 600, ("#1d2430", "#0d1118"), 8)
    canvas.circle(890, 500, 26, mix(canvas.backdrop, "#ffffff", 0.25))
    for top in (418, 452, 486, 548):
        canvas.box(110, top, 138, top + 26, GOLD, 3)
    for left in (170, 330, 640):
        canvas.box(left, 425, left + 130, 575, ("#3a4250", "#20262f"), 6)
    canvas.box(180, 432, 830, 568, (light(accent, 0.05), dark(accent, 0.25)), 8)
    canvas.bold(320, 482, brand, 46, "#ffffff")
    canvas.text(320, 530, "NVMe M.2 2280", 26, light(accent, 0.75))
    canvas.bold(680, 500, label.split(" ·")[0], 74, "#ffffff")


def hdd(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(250, 790, 770, 850)
    canvas.box(260, 170, 740, 820, METAL, 20)
    canvas.box(282, 192, 718, 700, ("#dfe4ea", "#aeb7c3"), 14)
    canvas.circle(480, 400, 175, ("#f5f7fa", "#c4ccd6"), outline="#9aa4b1", width=3)
    canvas.circle(480, 400, 118, None, outline="#d5dbe3", width=3)
    canvas.circle(480, 400, 46, ("#8d97a5", "#5c6675"))
    canvas.line([(660, 640), (560, 470)], "#5c6675", 20)
    canvas.circle(660, 640, 34, ("#9aa4b1", "#5c6675"))
    canvas.box(282, 580, 600, 700, (accent, dark(accent, 0.25)), 10)
    canvas.bold(441, 640, f"{brand} {label.split(' ·')[0]}", 38, "#ffffff")
    _pins(canvas, 330, 670, 760, 800, 22, 8)


def external_drive(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(280, 770, 740, 830)
    canvas.line([(500, 190), (500, 150), (560, 110), (720, 110), (800, 150)], "#2b323d", 14)
    canvas.box(300, 190, 700, 800, (light(accent, 0.15), dark(accent, 0.3)), 44)
    for y in range(240, 520, 26):
        canvas.line([(340, y), (660, y - 40 + 40)], dark(accent, 0.12), 5)
    canvas.box(340, 560, 660, 680, dark(accent, 0.45), 16)
    canvas.bold(500, 620, label.split(" ·")[0], 60, "#ffffff")
    canvas.text(500, 730, brand, 34, "#ffffff")
    canvas.circle(656, 766, 7, "#7ff0b0")


def flash_drive(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(330, 790, 690, 840)
    canvas.box(430, 150, 570, 340, METAL, 8)
    for x in (455, 515):
        canvas.box(x, 190, x + 30, 232, "#6b7686", 3)
    canvas.box(380, 320, 620, 810, (light(accent, 0.1), dark(accent, 0.3)), 40)
    canvas.box(404, 344, 596, 640, dark(accent, 0.4), 24)
    canvas.text(500, 430, brand, 38, "#ffffff")
    canvas.bold(500, 530, label.split(" ·")[0], 56, "#ffffff")
    canvas.circle(500, 740, 34, light(canvas.backdrop, 0.25), outline=dark(accent, 0.5), width=6)


def gpu(canvas, *, accent, brand, fans=2, **_details):
    canvas.shadow(110, 690, 900, 760)
    canvas.box(70, 300, 104, 720, METAL, 6)
    canvas.box(230, 640, 620, 684, "#12161d", 4)
    _pins(canvas, 244, 610, 656, 690, 12, 4)
    canvas.box(100, 330, 920, 652, ("#3d4653", "#1a2029"), 34)
    canvas.polygon([(100, 330), (330, 330), (250, 400), (100, 400)], accent)
    canvas.polygon([(920, 652), (690, 652), (770, 582), (920, 582)], accent)
    places = (310, 710) if fans == 2 else (245, 510, 775)
    for x in places:
        fan(canvas, x, 491, 135 if fans == 2 else 112, accent)
    canvas.box(110, 288, 880, 334, ("#596474", "#39424f"), 10)
    canvas.bold(495, 311, brand, 28, "#ffffff")


def motherboard(canvas, *, accent, brand, **_details):
    canvas.shadow(210, 800, 810, 860)
    canvas.box(200, 150, 800, 820, ("#232b36", "#12171e"), 14)
    for offset in range(0, 200, 22):
        canvas.line([(240 + offset, 790), (240 + offset, 640 - offset / 2), (420, 560 - offset)], "#2e3845", 3)
    canvas.box(215, 165, 300, 430, (light(accent, 0.1), dark(accent, 0.3)), 8)
    canvas.box(330, 165, 560, 230, (light(accent, 0.1), dark(accent, 0.3)), 8)
    canvas.box(345, 260, 555, 470, METAL, 10)
    canvas.box(375, 290, 525, 440, ("#c9cfd7", "#98a2af"), 6)
    canvas.text(450, 365, "CPU", 36, "#57626f")
    for x in (605, 645, 685, 725):
        canvas.box(x, 175, x + 22, 480, ("#4a5564", "#2f3845") if x in (605, 685) else (accent, dark(accent, 0.3)), 4)
    for y in (540, 640, 740):
        canvas.box(240, y, 610, y + 26, ("#5b6675", "#39424f"), 5)
    canvas.box(640, 560, 780, 700, (light(accent, 0.1), dark(accent, 0.35)), 10)
    canvas.bold(710, 630, brand, 26, "#ffffff")
    canvas.circle(700, 755, 24, METAL)
    for x, y in ((222, 800), (778, 800), (778, 172)):
        canvas.circle(x, y, 9, light(canvas.backdrop, 0.25), outline="#c89a3c", width=3)


def processor(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(220, 770, 790, 830)
    canvas.box(220, 220, 780, 780, ("#1f6b4c", "#12422f"), 22)
    for x in range(250, 740, 34):
        for y in (236, 750):
            canvas.box(x, y, x + 18, y + 14, GOLD, 2)
            canvas.box(y, x, y + 14, x + 18, GOLD, 2)
    canvas.box(275, 275, 725, 725, METAL, 34)
    canvas.box(300, 300, 700, 700, ("#dfe4ea", "#bcc5d0"), 24)
    canvas.bold(500, 420, brand, 62, dark(accent, 0.2))
    canvas.box(360, 480, 640, 488, accent, 4)
    canvas.bold(500, 560, label.split(" ·")[0], 52, "#4a5564")
    canvas.polygon([(240, 760), (290, 760), (240, 710)], GOLD)


def power_supply(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(180, 750, 830, 820)
    for index, colour in enumerate(("#2b323d", "#39424f", "#2b323d")):
        canvas.line([(700, 640 + index * 18), (860, 640 + index * 30), (900, 760 + index * 14)], colour, 14)
    canvas.polygon([(190, 330), (260, 250), (830, 250), (760, 330)], ("#4a5464", "#39424f"))
    canvas.polygon([(760, 330), (830, 250), (830, 690), (760, 780)], ("#2a313c", "#1a2029"))
    canvas.box(190, 330, 760, 780, ("#39424f", "#20262f"), 10)
    fan(canvas, 420, 555, 185, accent)
    for radius in (60, 105, 150):
        canvas.circle(420, 555, radius, None, outline="#596474", width=3)
    canvas.box(636, 380, 740, 730, (accent, dark(accent, 0.3)), 10)
    canvas.bold(688, 450, label.split(" ·")[0].split()[0], 38, "#ffffff")
    canvas.text(688, 500, "watt", 26, "#ffffff")
    canvas.text(688, 690, brand, 18, "#ffffff")


def cooler(canvas, *, accent, brand, **_details):
    canvas.shadow(250, 780, 760, 840)
    for y in range(210, 720, 22):
        canvas.box(240, y, 760, y + 14, METAL, 3)
    for x in (330, 430, 570, 670):
        canvas.box(x, 190, x + 22, 790, ("#d99a6c", "#a8683e"), 10)
    fan(canvas, 500, 470, 215, accent)
    canvas.box(380, 770, 620, 810, METAL, 8)
    canvas.bold(500, 470, brand[:1], 40, "#ffffff")


DRAWERS = {
    "cooler": cooler,
    "external_drive": external_drive,
    "flash_drive": flash_drive,
    "gpu": gpu,
    "hdd": hdd,
    "m2": m2,
    "motherboard": motherboard,
    "power_supply": power_supply,
    "processor": processor,
    "ram": ram,
    "ssd": ssd,
}
