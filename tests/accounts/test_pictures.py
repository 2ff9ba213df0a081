"""Whatever is sent becomes a small square of our own making."""

import io
import struct
import zlib

import pytest
from PIL import Image

from forum.accounts.pictures import MOST_BYTES, square_picture
from forum.kernel.errors import Invalid
from tests.builders.pictures import make_picture


def squared(data):
    return Image.open(io.BytesIO(square_picture(io.BytesIO(data))))


def is_red(pixel):
    return pixel[0] > 150 and pixel[2] < 100


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
        ("AVIF", "RGB"),
    ],
)
def test_picture_becomes_a_square(kind, mode):
    image = squared(make_picture(kind, mode=mode))
    assert (image.format, image.size) == ("WEBP", (256, 256))


def test_middle_of_the_picture_is_kept():
    image = squared(make_picture(size=(1000, 200))).convert("RGB")
    assert is_red(image.getpixel((5, 128)))
    assert not is_red(image.getpixel((250, 128)))


def test_picture_is_turned_upright_and_carries_nothing_along():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "A camera that knows where it was"
    data = make_picture("JPEG", exif=exif.tobytes(), icc_profile=b"profile", comment=b"secret")
    assert b"camera" in data
    image = squared(data)
    plain = image.convert("RGB")
    assert is_red(plain.getpixel((128, 5)))
    assert not is_red(plain.getpixel((128, 250)))
    assert not image.getexif()
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}


def test_first_picture_of_many_is_kept():
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = squared(out.getvalue())
    assert getattr(image, "n_frames", 1) == 1
    assert is_red(image.convert("RGB").getpixel((128, 128)))


def test_large_file_is_refused():
    with pytest.raises(Invalid, match="5 MB"):
        square_picture(io.BytesIO(b"x" * (MOST_BYTES + 1)))


def bomb(width, height):
    """Return a small PNG that says it is large."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 6000), (60_000, 60_000), (2_000_000_000, 2)])
def test_picture_that_would_grow_enormous_is_refused(size):
    with pytest.raises(Invalid, match="pixels"):
        squared(bomb(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"II*\x00" + b"\x00" * 100,
        make_picture("TIFF"),
        make_picture("BMP"),
        make_picture("PNG")[:200],
        make_picture("JPEG")[:100],
    ],
    ids=["empty", "head", "svg", "pdf", "tiff head", "tiff", "bmp", "half a png", "half a jpeg"],
)
def test_what_is_no_picture_of_ours_is_refused(data):
    with pytest.raises(Invalid) as refusal:
        squared(data)
    assert refusal.value.field == "picture"


def test_wide_picture_of_one_row_is_taken():
    assert squared(make_picture(size=(5000, 1))).size == (256, 256)
