"""Routers, switches and what keeps them powered."""

from .canvas import dark, light
from .parts import METAL


def router(canvas, *, accent, brand, pale=True, **_details):
    shell = ("#ffffff", "#d3dae3") if pale else ("#3d4653", "#1a2029")
    canvas.shadow(150, 720, 850, 790)
    for x, lean in ((230, -40), (390, -14), (610, 14), (770, 40)):
        canvas.polygon([(x - 15, 590), (x + 15, 590), (x + lean + 11, 250), (x + lean - 11, 250)], shell)
        canvas.circle(x + lean, 250, 11, shell[0])
    for radius in (60, 105, 150):
        canvas.arc(500, 470, radius, 225, 315, light(accent, 0.15), 16)
    canvas.circle(500, 470, 20, accent)
    canvas.polygon([(210, 570), (790, 570), (870, 660), (130, 660)], shell)
    canvas.box(130, 650, 870, 740, (shell[1], dark(shell[1], 0.2)), 20)
    canvas.text(250, 696, brand, 28, "#6b7686" if pale else "#c2cad5")
    for index in range(6):
        canvas.circle(560 + index * 44, 696, 8, "#5ad28d" if index < 5 else accent)


def access_point(canvas, *, accent, brand, **_details):
    canvas.shadow(230, 730, 770, 800)
    canvas.oval(200, 300, 800, 780, ("#dbe1e8", "#b4bdc9"))
    canvas.oval(200, 270, 800, 740, ("#ffffff", "#e3e8ee"))
    canvas.oval(350, 385, 650, 620, None, outline=accent, width=12)
    canvas.oval(368, 400, 632, 605, ("#ffffff", "#eef2f6"))
    canvas.text(500, 502, brand, 40, "#7a8595")
    for radius in (60, 100):
        canvas.arc(500, 240, radius, 225, 315, accent, 14)


def switch(canvas, *, accent, brand, ports=8, **_details):
    canvas.shadow(90, 640, 910, 710)
    canvas.polygon([(150, 390), (850, 390), (920, 470), (80, 470)], ("#4a5464", "#39424f"))
    canvas.box(80, 466, 920, 650, ("#39424f", "#1d232c"), 12)
    canvas.text(190, 520, brand, 30, "#ffffff")
    canvas.box(110, 560, 270, 570, accent, 4)
    per_row = min(ports, 8)
    for row in range(ports // per_row):
        for column in range(per_row):
            x, y = 310 + column * 73, (500 if ports == 8 else 484) + row * 82
            size = 62 if ports > 8 else 72
            canvas.box(x, y, x + 60, y + size, METAL, 5)
            canvas.polygon([(x + 8, y + 10), (x + 52, y + 10), (x + 52, y + size - 18), (x + 40, y + size - 6),
                            (x + 20, y + size - 6), (x + 8, y + size - 18)], "#0d1117")  # fmt: skip
            canvas.circle(x + 52, y + 5, 3, "#5ad28d")


def ups(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(270, 800, 750, 860)
    canvas.polygon([(640, 210), (740, 170), (740, 770), (640, 820)], ("#2a313c", "#141921"))
    canvas.polygon([(290, 210), (390, 170), (740, 170), (640, 210)], ("#596474", "#39424f"))
    canvas.box(290, 208, 640, 820, ("#39424f", "#1d232c"), 14)
    canvas.box(330, 260, 600, 430, ("#0f1a24", "#142433"), 12)
    canvas.bold(465, 322, label.split(" ·")[0], 46, light(accent, 0.45))
    for index in range(5):
        canvas.box(365 + index * 42, 370, 395 + index * 42, 404, light(accent, 0.3) if index < 4 else "#24384a", 4)
    canvas.circle(465, 520, 46, ("#4a5464", "#20262f"), outline=accent, width=8)
    canvas.line([(465, 496), (465, 516)], light(accent, 0.5), 7)
    canvas.text(465, 640, brand, 34, "#c2cad5")
    for y in range(700, 790, 20):
        canvas.box(330, y, 600, y + 8, "#12161d", 3)


def stabilizer(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(190, 760, 820, 830)
    canvas.box(200, 320, 800, 790, ("#f3f5f8", "#c6ced8"), 30)
    canvas.box(420, 270, 580, 326, "#39424f", 22)
    canvas.box(450, 296, 550, 330, light(canvas.backdrop, 0.25), 10)
    canvas.box(240, 370, 520, 560, "#16212e", 14)
    canvas.bold(380, 440, "220", 76, "#ff7a59")
    canvas.text(380, 515, "volt", 28, "#8fa0b5")
    for x in (600, 700):
        canvas.circle(x, 465, 42, ("#ffffff", "#dfe5ec"), outline="#98a2af", width=4)
        for shift in (-14, 14):
            canvas.circle(x + shift, 465, 6, "#39424f")
    canvas.box(240, 620, 760, 720, (accent, dark(accent, 0.25)), 12)
    canvas.bold(500, 670, f"{brand} {label.split(' ·')[0]}", 36, "#ffffff")


DRAWERS = {
    "access_point": access_point,
    "router": router,
    "stabilizer": stabilizer,
    "switch": switch,
    "ups": ups,
}
