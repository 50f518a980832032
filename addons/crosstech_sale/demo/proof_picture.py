"""The screen of a banking app after a transfer, as customers photograph it: drawn, so that no real one is copied."""

import io
import random

from PIL import Image, ImageDraw, ImageFont

from .brand import NAVY, PALE


def draw_receipt(bank, sender, amount, day, account) -> bytes:
    """Draw a proof of transfer.

    :param amount: rupiah
    :param day: ``date`` of the transfer
    :param account: number of the account paid to
    :return: a JPEG file
    """
    chance = random.Random(f"{sender}{amount}")  # noqa: S311 – the same proof every time
    image = Image.new("RGB", (540, 860), PALE)
    pen = ImageDraw.Draw(image)

    def text(x, y, words, size, colour=NAVY, anchor="lm"):
        pen.text((x, y), words, font=ImageFont.load_default(size=size), fill=colour, anchor=anchor)

    pen.rectangle((0, 0, 540, 150), fill=chance.choice(("#1b7f5c", "#12488f", "#d9661f", "#2b323d")))
    text(270, 60, bank[:34], 26, "#ffffff", "mm")
    text(270, 105, "m-banking", 20, "#d6f5e8", "mm")
    pen.rounded_rectangle((30, 180, 510, 820), 24, fill="#ffffff")
    pen.ellipse((230, 210, 310, 290), fill="#29b57e")
    pen.line([(252, 252), (266, 268), (292, 234)], fill="#ffffff", width=8, joint="curve")
    text(270, 325, "Transfer Berhasil", 28, anchor="mm")
    text(270, 385, f"Rp {amount:,.0f}".replace(",", "."), 44, anchor="mm")
    rows = (
        ("Tanggal", f"{day:%d/%m/%Y}"), ("Dari", sender), ("Ke", "PD CROSS TECH"), ("Rekening", account),
        ("Referensi", f"{int(amount) * 7919 % 10**10:010d}"),
    )  # fmt: skip
    for place, (label, value) in enumerate(rows):
        y = 470 + place * 62
        text(62, y, label, 22, "#6b7686")
        text(478, y, str(value or "")[:26], 22, anchor="rm")
        pen.line([(62, y + 30), (478, y + 30)], fill="#e7edf4", width=2)
    return _photograph(image, chance)


def _photograph(screen, chance) -> bytes:
    """Lay the screen on a desk among other things, each time in another way: no two customers' pictures look alike."""
    desk = Image.new("RGB", (900, 1100), chance.choice(("#d8c3a5", "#30343b", "#8e9aa6", "#f1ece4", "#5d4a3a")))
    pen = ImageDraw.Draw(desk)
    for _thing in range(7):
        x, y, size = chance.randint(-200, 800), chance.randint(-200, 1000), chance.randint(150, 460)
        colour = chance.choice(("#1f2a38", "#ffffff", "#b5432f", "#3f6f4f", "#e0b04a", "#10131a", "#c9d3de"))
        if chance.random() < 0.5:
            pen.ellipse((x, y, x + size, y + size), fill=colour)
        else:
            pen.rectangle((x, y, x + size, y + size * chance.uniform(0.4, 1.6)), fill=colour)
    scale = chance.uniform(0.82, 1.1)
    phone = screen.resize((round(540 * scale), round(860 * scale)), Image.Resampling.LANCZOS).convert("RGBA")
    phone = phone.rotate(chance.uniform(-14, 14), expand=True, resample=Image.Resampling.BICUBIC)
    place = chance.randint(0, max(1, 900 - phone.width)), chance.randint(0, max(1, 1100 - phone.height))
    desk.paste(phone, place, phone)
    stream = io.BytesIO()
    desk.save(stream, "JPEG", quality=78)
    return stream.getvalue()
