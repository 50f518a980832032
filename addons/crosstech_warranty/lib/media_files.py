"""What kind of file somebody sent, told by its first bytes; names and declared types prove nothing."""

MAX_VIDEO_BYTES = 50 * 1024 * 1024
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
_EBML = b"\x1aE\xdf\xa3"
_HEAD = 4096


class MediaFileError(ValueError):
    """A file that is refused; ``code`` says why: heic, video_too_big, broken."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def video_kind(content: bytes) -> tuple[str, str] | None:
    """Return MIME type and extension of a video that browsers and telephones make; None for anything else.

    :raises MediaFileError: ``heic`` for the pictures of iPhones, which are built like a video; ``video_too_big``;
        ``broken`` when it is cut off within its first bytes

    >>> video_kind(b"\\x00\\x00\\x00\\x18ftypmp42" + bytes(64))
    ('video/mp4', 'mp4')
    >>> video_kind(b"<svg/>") is None
    True
    """
    kind = _iso_kind(content) if content[4:8] == b"ftyp" else _webm_kind(content)
    if kind and len(content) > MAX_VIDEO_BYTES:
        raise MediaFileError("video_too_big")
    return kind


def _iso_kind(content: bytes) -> tuple[str, str] | None:
    size, brand = int.from_bytes(content[:4], "big"), content[8:12]
    if brand in _HEIC_BRANDS:
        raise MediaFileError("heic")
    if len(content) <= size or size < 8:
        raise MediaFileError("broken")
    return ("video/quicktime", "mov") if brand == b"qt  " else ("video/mp4", "mp4")


def _webm_kind(content: bytes) -> tuple[str, str] | None:
    if content.startswith(_EBML) and b"webm" in content[:_HEAD]:
        return "video/webm", "webm"
    return None
