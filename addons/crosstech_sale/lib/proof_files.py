"""Files customers send as payment proof: judged by content, pictures drawn anew, everything else refused."""

import hashlib
import io
import logging
from dataclasses import dataclass

import imagehash
import pypdf
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError, WebPImagePlugin

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
MAX_PAGES = 10
# Odoo leaves most formats of Pillow unregistered; naming the plug-ins registers these three.
IMAGE_FORMATS = {
    plugin.format: extension
    for plugin, extension in (
        (JpegImagePlugin.JpegImageFile, "jpg"),
        (PngImagePlugin.PngImageFile, "png"),
        (WebPImagePlugin.WebPImageFile, "webp"),
    )
}

logging.getLogger("pypdf").setLevel(
    logging.ERROR
)  # it warns of every oddity of a file; refused ones are told the sender


class ProofFileError(Exception):
    """A file that is refused; ``code`` says why (empty, too_big, type, broken, too_large, encrypted, pages)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ProofFile:
    """A clean file: what it is, its bytes, the hash of what was sent and, for pictures, of what it looks like."""

    mimetype: str
    extension: str
    content: bytes
    sha256: str
    perceptual_hash: str = ""


def clean(content: bytes) -> ProofFile:
    """Check a file by its content and return it rebuilt: without metadata, scripts or anything hidden behind it.

    :raises ProofFileError: for anything but a JPEG, PNG, WebP or PDF of reasonable size

    >>> clean(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    Traceback (most recent call last):
    ...
    odoo.addons.crosstech_sale.lib.proof_files.ProofFileError: type
    """
    if not content:
        raise ProofFileError("empty")
    if len(content) > MAX_BYTES:
        raise ProofFileError("too_big")
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(b"%PDF-"):
        return ProofFile("application/pdf", "pdf", _clean_pdf(content), sha256)
    return _clean_image(content, sha256)


def _open_image(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(IMAGE_FORMATS))
    except Image.DecompressionBombError as error:
        raise ProofFileError("too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ProofFileError("type") from error
    if image.width * image.height > MAX_PIXELS:
        raise ProofFileError("too_large")
    return image


def _clean_image(content: bytes, sha256: str) -> ProofFile:
    image = _open_image(content)
    kind = image.format
    try:
        picture = ImageOps.exif_transpose(image)
        picture = picture.convert("RGBA" if kind != "JPEG" and "A" in picture.getbands() else "RGB")
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ProofFileError("broken") from error
    picture.info.clear()
    buffer = io.BytesIO()
    picture.save(buffer, format=kind, **({"quality": 88} if kind != "PNG" else {"optimize": False}))
    return ProofFile(
        Image.MIME[kind], IMAGE_FORMATS[kind], buffer.getvalue(), sha256, str(imagehash.phash(picture.convert("L")))
    )


def _clean_pdf(content: bytes) -> bytes:
    """Rebuild a PDF from the pictures and text of its pages; scripts, attachments and links stay behind."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ProofFileError("encrypted")
        if not 1 <= len(reader.pages) <= MAX_PAGES:
            raise ProofFileError("pages")
        writer = pypdf.PdfWriter()
        for page in reader.pages:
            for key in ("/AA", "/Annots"):
                page.pop(key, None)
            writer.add_page(page)
        writer.metadata = None
        buffer = io.BytesIO()
        writer.write(buffer)
    except ProofFileError:
        raise
    except Exception as error:  # a parser meets anything in a hostile file; whatever it says, the file is refused
        raise ProofFileError("broken") from error
    return buffer.getvalue()
