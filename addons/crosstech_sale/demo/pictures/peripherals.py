"""What stands around a computer: keyboards, mice, sound, cameras, cables."""

from .canvas import dark, light, mix

RAINBOW = ("#ff6b6b", "#ff9f43", "#feca57", "#5ad28d", "#48b8ff", "#7b7bff", "#c56cf0")


def keyboard(canvas, *, accent, brand, lit=False, compact=False, pale=False, **_details):
    left, right = (190, 810) if compact else (90, 910)
    case = ("#f3f5f8", "#cdd4dd") if pale else ("#39424f", "#1b212b")
    key = "#ffffff" if pale else "#2b333f"
    canvas.shadow(left, 660, right, 730)
    canvas.box(left, 350, right, 690, case, 28)
    canvas.box(left + 16, 366, right - 16, 660, mix(case[1], "#0b1220", 0.35), 18)
    columns = 12 if compact else 16
    step = (right - left - 48) / columns
    for row in range(5):
        for column in range(columns):
            if row == 4 and columns // 4 <= column < columns - 4:
                continue
            special = (row, column) in ((0, 0), (2, columns - 1), (3, columns - 1))
            colour = RAINBOW[(column + row) * len(RAINBOW) // (columns + 5)] if lit else accent
            x, y = left + 24 + column * step, 376 + row * 56
            if lit:
                canvas.box(x - 1, y - 1, x + step - 3, y + 49, dark(colour, 0.1), 8)
            canvas.box(x + 1, y, x + step - 6, y + 46, light(accent, 0.1) if special else key, 8)
            canvas.box(x + 6, y + 4, x + step - 11, y + 36, light(accent, 0.3) if special else light(key, 0.12), 6)
    x, end = left + 24 + columns // 4 * step, left + 24 + (columns - 4) * step
    canvas.box(x + 1, 600, end - 6, 646, key, 8)
    canvas.box(x + 6, 604, end - 11, 636, light(key, 0.12), 6)
    canvas.text(right - 100, 674, brand, 18, accent if pale else "#c2cad5")


def mouse(canvas, *, accent, brand, wired=True, body="#2c343f", **_details):
    canvas.shadow(350, 760, 670, 820)
    if wired:
        canvas.line([(500, 230), (500, 170), (540, 120), (640, 100), (740, 130)], "#2b323d", 14)
    canvas.oval(350, 215, 650, 800, (light(body, 0.2), dark(body, 0.35)))
    canvas.box(362, 300, 638, 620, (light(body, 0.18), body), 110)
    canvas.line([(500, 222), (500, 450)], dark(body, 0.6), 6)
    canvas.arc(500, 330, 150, 25, 155, dark(body, 0.5), 5)
    canvas.box(478, 290, 522, 400, dark(body, 0.6), 22)
    canvas.box(486, 300, 514, 390, (light(accent, 0.3), accent), 14)
    canvas.line([(358, 480), (352, 560)], accent, 10)
    canvas.text(500, 690, brand, 26, mix(body, "#ffffff", 0.7))


def headset(canvas, *, accent, brand, **_details):
    canvas.shadow(240, 800, 760, 850)
    canvas.arc(500, 470, 270, 180, 360, "#2b333f", 46)
    canvas.arc(500, 470, 240, 195, 345, accent, 14)
    for side in (-1, 1):
        x = 500 + side * 262
        canvas.box(x - 52, 440, x + 52, 700, ("#3f4957", "#20262f"), 50)
        inner = x - side * 62
        canvas.box(min(inner, x - side * 20), 460, max(inner, x - side * 20), 680, ("#59657a", "#333d4a"), 20)
        canvas.circle(x, 570, 30, accent)
    canvas.line([(236, 690), (260, 780), (360, 810), (430, 800)], "#2b333f", 14)
    canvas.box(412, 780, 500, 822, (accent, dark(accent, 0.3)), 20)
    canvas.text(500, 330, brand, 30, "#2b333f")


def webcam(canvas, *, accent, brand, **_details):
    canvas.shadow(330, 780, 680, 830)
    canvas.polygon([(440, 620), (560, 620), (640, 800), (360, 800)], ("#4a5464", "#20262f"))
    canvas.box(250, 300, 750, 640, ("#3d4653", "#1a2029"), 150)
    canvas.circle(500, 470, 132, "#0d1117", outline=accent, width=10)
    canvas.circle(500, 470, 92, ("#33435e", "#101726"))
    canvas.circle(500, 470, 50, ("#4d6fa5", "#15203a"))
    canvas.circle(466, 436, 20, "#dbe8ff")
    canvas.circle(690, 380, 9, "#7ff0b0")
    canvas.text(320, 470, brand, 22, "#aab4c2")


def speaker(canvas, *, accent, brand, **_details):
    for left in (190, 560):
        canvas.shadow(left - 10, 770, left + 270, 830)
        canvas.box(left, 230, left + 250, 800, ("#3d4653", "#1a2029"), 26)
        for y, radius in ((380, 66), (600, 98)):
            canvas.circle(left + 125, y, radius, "#0d1117", outline=accent, width=8)
            canvas.circle(left + 125, y, radius * 0.66, ("#39424f", "#141921"))
            canvas.circle(left + 125, y, radius * 0.28, light(accent, 0.1))
        canvas.text(left + 125, 746, brand, 24, "#c2cad5")


def cable(canvas, *, accent, brand, plug="hdmi", **_details):
    canvas.shadow(250, 780, 760, 840)
    for radius in (215, 180, 145):
        canvas.circle(500, 470, radius, None, outline=dark(accent, 0.35), width=30)
        canvas.circle(500, 470, radius - 4, None, outline=accent, width=16)
    for side in (-1, 1):
        x = 500 + side * 130
        canvas.line([(500 + side * 60, 640), (x, 690)], accent, 26)
        canvas.box(x - 44, 670, x + 44, 770, ("#39424f", "#161b23"), 14)
        width = {"hdmi": 34, "usb-c": 24, "lan": 30, "power": 36}[plug]
        metal = ("#d6dde5", "#98a2af") if plug != "lan" else ("#eef4fb", "#b8cce0")
        canvas.box(x - width, 766, x + width, 822, metal, 10 if plug == "usb-c" else 3)
    canvas.box(420, 430, 580, 510, "#ffffff", 12)
    canvas.bold(500, 470, brand, 32, dark(accent, 0.3))


def hub(canvas, *, accent, brand, **_details):
    canvas.shadow(160, 650, 860, 720)
    canvas.line([(200, 500), (120, 480), (90, 380), (160, 300), (280, 290)], "#39424f", 20)
    canvas.box(270, 262, 340, 318, ("#d6dde5", "#98a2af"), 14)
    canvas.box(190, 420, 860, 660, (light(accent, 0.2), dark(accent, 0.2)), 36)
    canvas.box(190, 540, 860, 660, (mix(accent, "#1a2029", 0.4), mix(accent, "#1a2029", 0.7)), 36)
    for index, x in enumerate((240, 350, 460)):
        canvas.box(x, 575, x + 84, 622, "#0d1117", 5)
        canvas.box(x + 10, 598, x + 74, 614, "#3f8cff" if index < 2 else "#e7edf4", 3)
    canvas.box(580, 580, 640, 612, "#0d1117", 16)
    canvas.polygon([(680, 575), (790, 575), (790, 604), (770, 622), (700, 622), (680, 604)], "#0d1117")
    canvas.bold(525, 480, brand, 36, "#ffffff")


def charger(canvas, *, accent, brand, label="", **_details):
    canvas.shadow(310, 770, 690, 830)
    for x in (430, 540):
        canvas.box(x, 160, x + 30, 280, ("#e7edf4", "#9aa4b1"), 8)
    canvas.box(320, 260, 680, 790, ("#ffffff", "#d9e0e8"), 60)
    canvas.box(320, 330, 680, 346, light(accent, 0.3))
    canvas.bold(500, 470, label.split(" ·")[0], 70, dark(accent, 0.2))
    canvas.text(500, 545, brand, 34, "#6b7686")
    for y in (640, 700):
        canvas.box(440, y, 560, y + 34, "#2b323d", 16)


DRAWERS = {
    "cable": cable,
    "charger": charger,
    "headset": headset,
    "hub": hub,
    "keyboard": keyboard,
    "mouse": mouse,
    "speaker": speaker,
    "webcam": webcam,
}
