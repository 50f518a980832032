"""Files sent with a report: pictures are drawn anew, videos told by their first bytes, everything else refused."""

from dataclasses import dataclass

from odoo.http import request

from odoo.addons.crosstech_sale.lib import proof_files

from ..lib import media_files

MAX_FILES = 6
# More than the files may have, so that one that is too big gets an answer with everything else still typed in.
MAX_REQUEST_BYTES = 2 * media_files.MAX_VIDEO_BYTES + MAX_FILES * proof_files.MAX_BYTES


@dataclass(frozen=True)
class ReportFile:
    """A clean file as it is kept."""

    name: str
    mimetype: str
    content: bytes


def read_media(uploads, room=MAX_FILES):
    """Clean photos and videos of the fault.

    :param uploads: what the browser sent, empty fields among them
    :param int room: how many more are welcome
    :return: tuple(list of ReportFile, code of what is wrong with one of them or ``""``)
    """
    uploads = [upload for upload in uploads if getattr(upload, "filename", "")]
    if len(uploads) > room:
        return [], "too_many"
    read = [_try(_clean_media, upload, number) for number, upload in enumerate(uploads, 1)]
    return [file for file, _error in read if file], next((error for _file, error in read if error), "")


def _try(clean, upload, *args):
    """:return: tuple(ReportFile or None, code of what is wrong or ``""``)"""
    try:
        return clean(upload.read(media_files.MAX_VIDEO_BYTES + 1), *args), ""
    except (proof_files.ProofFileError, media_files.MediaFileError) as refused:
        return None, refused.code


def _clean_media(content, number):
    if kind := media_files.video_kind(content):
        return ReportFile(request.env._("Video %s", number) + f".{kind[1]}", kind[0], content)
    clean = proof_files.clean(content)
    if clean.mimetype == "application/pdf":
        raise proof_files.ProofFileError("type")
    return ReportFile(request.env._("Photo %s", number) + f".{clean.extension}", clean.mimetype, clean.content)


def read_proof(upload):
    """Clean a photo or PDF of the proof of purchase.

    :return: tuple(list of ReportFile, code of what is wrong with it or ``""``)
    """
    if not getattr(upload, "filename", ""):
        return [], ""
    file, error = _try(_clean_proof, upload)
    return [file] if file else [], error


def _clean_proof(content):
    media_files.video_kind(content)  # says "heic" where it is one
    clean = proof_files.clean(content)
    name = request.env._("Proof of purchase") + f".{clean.extension}"
    return ReportFile(name, clean.mimetype, clean.content)


def error_text(code):
    """:return: what to do about a refused file"""
    # pylint: disable=prefer-env-translation
    _ = request.env._
    return {
        "too_many": _("Please send at most %s photos and videos.", MAX_FILES),
        "empty": _("A file is empty. Please choose it again."),
        "too_big": _("A photo is too big: at most 8 MB. A smaller one is enough."),
        "video_too_big": _("The video is too big: at most 50 MB. Ten seconds are enough."),
        "too_large": _("A picture has too many pixels. A smaller photo is enough."),
        "type": _("Only photos (JPEG, PNG, WebP) and videos (MP4, MOV, WebM) are accepted."),
        "heic": _(
            "This is a HEIC photo, which not everybody can open. On an iPhone choose Settings, Camera, Formats,"
            " “Most Compatible”, or send a screenshot of the photo."
        ),
        "broken": _("A file is damaged and cannot be read. Please take the photo or video again."),
        "encrypted": _("The PDF is protected by a password. Please send it without one, or a photo."),
        "pages": _("The PDF must have 1 to 10 pages."),
    }[code]
