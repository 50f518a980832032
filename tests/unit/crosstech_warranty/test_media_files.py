"""Files told by their first bytes."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import media_files


def _iso(brand, size=24, rest=100):
    return size.to_bytes(4, "big") + b"ftyp" + brand + bytes(rest)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_iso(b"isom"), ("video/mp4", "mp4")),
        (_iso(b"qt  "), ("video/quicktime", "mov")),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x84webm" + bytes(50), ("video/webm", "webm")),
        (b"\x1aE\xdf\xa3\x93B\x82\x88matroska" + bytes(50), None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"<html>ftyp</html>", None),
        (b"", None),
    ],
)
def test_videos_are_known_by_content(content, kind):
    assert media_files.video_kind(content) == kind


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_pictures_of_iphones_get_advice(brand):
    with pytest.raises(media_files.MediaFileError) as refused:
        media_files.video_kind(_iso(brand))
    assert refused.value.code == "heic"


@pytest.mark.parametrize("content", [_iso(b"isom", rest=0), _iso(b"isom", size=10**6), _iso(b"isom", size=0)])
def test_videos_that_are_cut_off_are_broken(content):
    with pytest.raises(media_files.MediaFileError) as refused:
        media_files.video_kind(content)
    assert refused.value.code == "broken"


def test_a_video_may_have_fifty_megabytes_and_no_byte_more():
    head = _iso(b"isom", rest=0)
    content = head + bytes(media_files.MAX_VIDEO_BYTES - len(head))
    assert media_files.video_kind(content)
    with pytest.raises(media_files.MediaFileError) as refused:
        media_files.video_kind(content + b"x")
    assert refused.value.code == "video_too_big"


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_it(content):
    with contextlib.suppress(media_files.MediaFileError):
        assert media_files.video_kind(content) in {None, ("video/webm", "webm"), ("video/mp4", "mp4")}
