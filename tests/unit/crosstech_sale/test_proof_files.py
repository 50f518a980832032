import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from odoo.addons.crosstech_sale.lib import proof_files
from odoo.addons.crosstech_sale.lib.proof_files import ProofFileError, clean
from odoo.addons.crosstech_sale.lib.proof_signals import hash_distance


def _picture(kind="JPEG", size=(320, 480), mode="RGB", **options):
    image = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 8, size[1] // 10, size[0] // 2, size[1] // 3), fill="navy")
    draw.ellipse((size[0] // 2, size[1] // 2, size[0] - 5, size[1] - 9), fill="orange")
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _pdf(pages=1, password=None, script=None):
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "mimetype"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_pictures_are_drawn_anew(kind, mimetype):
    proof = clean(_picture(kind) + b"<script>alert(1)</script>PK\x03\x04")
    assert proof.mimetype == mimetype
    assert b"<script>" not in proof.content
    assert Image.open(io.BytesIO(proof.content)).size == (320, 480)


def test_where_and_with_what_a_photo_was_taken_is_dropped():
    exif = Image.Exif()
    exif[0x010F] = "Maker of the phone"
    proof = clean(_picture(exif=exif))
    assert not Image.open(io.BytesIO(proof.content)).getexif()
    assert b"Maker" not in proof.content


def test_big_pictures_are_scaled_down():
    proof = clean(_picture(size=(5000, 1000)))
    assert Image.open(io.BytesIO(proof.content)).size == (2400, 480)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1"])
def test_pictures_of_other_colour_modes_are_taken(mode):
    image = Image.new(mode, (50, 50))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    assert clean(buffer.getvalue()).mimetype == "image/png"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * (proof_files.MAX_BYTES + 1), "too_big"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"MZ\x90\x00" * 40, "type"),
        (b"PK\x03\x04" + b"\0" * 60, "type"),
        (b"GIF89a" + b"\0" * 60, "type"),
        (b"junk %PDF-1.7", "type"),
        (b"%PDF-1.7 nothing in it", "broken"),
        (_pdf(password="secret"), "encrypted"),
        (_pdf(pages=11), "pages"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content, code):
    with pytest.raises(ProofFileError) as refusal:
        clean(content)
    assert refusal.value.code == code


def test_a_torn_picture_is_refused():
    with pytest.raises(ProofFileError) as refusal:
        clean(_picture("PNG")[:200])
    assert refusal.value.code in ("broken", "type")


def test_a_small_file_that_unpacks_to_a_giant_picture_is_refused():
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < proof_files.MAX_BYTES
    with pytest.raises(ProofFileError) as refusal:
        clean(bomb.getvalue())
    assert refusal.value.code == "too_large"


def test_scripts_of_a_pdf_stay_behind():
    proof = clean(_pdf(script="app.alert('hello')") + b"\n<html><script>alert(1)</script>")
    assert proof.mimetype == "application/pdf"
    assert b"app.alert" not in proof.content
    assert b"<script>" not in proof.content
    assert len(pypdf.PdfReader(io.BytesIO(proof.content)).pages) == 1


def test_a_picture_saved_again_looks_the_same():
    first, again = clean(_picture()), clean(_picture(quality=40))
    assert first.sha256 != again.sha256
    assert hash_distance(first.perceptual_hash, again.perceptual_hash) <= 4


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_it(content):
    with pytest.raises(ProofFileError):
        clean(content)
