"""Images are made anew, with nothing but their pixels."""

import contextlib
import io
import random

import pytest
from PIL import Image

from forum.kernel.examining.images import MOST_PIXELS_IN_FRAMES, clean_image, square
from forum.kernel.examining.kinds import kind_of
from forum.kernel.examining.values import Examined, Fact, Refused
from tests.builders.pictures import make_picture


def cleaned(data: bytes) -> Examined:
    return clean_image(data, kind_of(data, "x"))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def told(kind: str = "JPEG", *, turned: int = 1, size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a picture that tells where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Camera that knows"
    exif[0x0132] = "2026:03:05 10:20:30"
    exif[0x013B] = "Ada Quill"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 51.0, 1.0)})
    return make_picture(kind, size=size, exif=exif.tobytes())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_but_pixels_is_kept(kind: str) -> None:
    data = told(kind)
    assert b"knows" in data
    found = cleaned(data)
    for part in (found.data, *(copy.data for copy in found.copies)):
        image = opened(part)
        assert not image.getexif()
        assert b"knows" not in part
        assert b"Quill" not in part
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
    assert found.facts == (
        Fact("Removed", "the place where it was taken, the camera, the date, the author"),
    )


def test_notes_of_png_and_of_jpeg_are_removed() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    notes = PngInfo()
    notes.add_text("Comment", "secret words")
    notes.add_itxt("XML:com.adobe.xmp", "<x>secret words</x>")
    for data in (make_picture(pnginfo=notes), make_picture("JPEG", comment=b"secret words")):
        assert b"secret words" in data
        found = cleaned(data)
        assert b"secret" not in found.data
        assert found.facts == (Fact("Removed", "notes"),)


def test_picture_is_turned_upright() -> None:
    found = cleaned(told(turned=6))
    assert (found.width, found.height) == (300, 400)
    plain = opened(found.data).convert("RGB")
    assert plain.getpixel((150, 5))[0] > 150
    assert plain.getpixel((150, 395))[2] > 150


@pytest.mark.parametrize(
    ("size", "copies"),
    [
        ((300, 200), [(300, 200)]),
        ((690, 400), [(690, 400)]),
        ((1000, 500), [(690, 345), (1000, 500)]),
        ((3000, 1500), [(690, 345), (1380, 690)]),
        ((600, 6000), [(207, 2070), (200, 2000)][:1] and [(200, 2000)]),
        ((5000, 1), [(690, 1), (1380, 1)]),
    ],
)
def test_copies_fit_the_page(size: tuple[int, int], copies: list[tuple[int, int]]) -> None:
    found = cleaned(make_picture("JPEG", size=size))
    assert (found.width, found.height) == size
    assert all(opened(copy.data).size == (copy.width, copy.height) for copy in found.copies)
    assert all(opened(copy.data).format == "WEBP" for copy in found.copies)
    if size != (600, 6000):
        assert [(copy.width, copy.height) for copy in found.copies] == copies
    else:
        assert all(copy.height <= 3 * 690 for copy in found.copies)


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("JPEG", "L", "JPEG"),
        ("JPEG", "CMYK", "JPEG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("PNG", "1", "PNG"),
        ("PNG", "LA", "PNG"),
        ("PNG", "I;16", "PNG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGBA", "WEBP"),
        ("AVIF", "RGB", "WEBP"),
    ],
)
def test_every_mode_is_taken(kind: str, mode: str, becomes: str) -> None:
    source = make_picture(kind, mode=mode) if mode != "I;16" else sixteen_bits()
    found = cleaned(source)
    assert found.kind.name == becomes
    assert opened(found.data).format == becomes
    assert opened(found.data).size == (400, 300)


def sixteen_bits() -> bytes:
    image = Image.new("I;16", (400, 300), 40_000)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_holes_of_a_palette_stay() -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 20, 40))
    out = io.BytesIO()
    image.save(out, "PNG", transparency=1)
    found = cleaned(out.getvalue())
    for part in (found.data, found.copies[0].data):
        clean = opened(part).convert("RGBA")
        assert clean.getpixel((5, 5))[3] == 0
        assert clean.getpixel((35, 5)) == (255, 0, 0, 255)


def moving(count: int, size: tuple[int, int], kind: str = "GIF") -> bytes:
    frames = [Image.new("RGB", size, (60 * n % 256, 0, 99)) for n in range(count)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80, loop=0)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    found = cleaned(moving(5, (900, 300), kind))
    assert found.kind.name == "WEBP"
    assert opened(found.data).n_frames == 5
    [copy] = found.copies
    assert (copy.width, copy.height) == (690, 230)
    assert opened(copy.data).n_frames == 5


def test_of_what_moves_too_much_the_first_picture_is_kept() -> None:
    side = 1000
    found = cleaned(moving(MOST_PIXELS_IN_FRAMES // side**2 + 1, (side, side)))
    assert found.kind.name == "PNG"
    assert getattr(opened(found.data), "n_frames", 1) == 1


def test_colours_of_a_wide_screen_are_changed_into_common_ones() -> None:
    from PIL import ImageCms  # noqa: PLC0415

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    found = cleaned(make_picture("JPEG", icc_profile=profile))
    assert "icc_profile" not in opened(found.data).info
    assert cleaned(make_picture("JPEG", icc_profile=b"no profile")).width == 400


def test_large_jpeg_is_reduced_and_other_large_pictures_are_refused() -> None:
    found = cleaned(make_picture("JPEG", size=(7000, 5000)))
    assert (found.width, found.height) == (3500, 2500)
    with pytest.raises(Refused, match="pixels"):
        cleaned(make_picture("PNG", size=(7000, 5000)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_damaged_pictures_are_refused_or_shown_and_break_nothing(kind: str) -> None:
    chance = random.Random(11)
    whole = make_picture(kind, size=(90, 70), mode="P" if kind == "GIF" else "RGB")
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(Refused):
            kind_found = kind_of(bytes(data), "x.png")
            if kind_found.is_image:
                assert opened(square(bytes(data), kind_found)).size == (256, 256)
                assert cleaned(bytes(data)).copies


def test_half_a_picture_is_refused() -> None:
    for kind in ("PNG", "JPEG", "WEBP", "AVIF"):
        whole = make_picture(kind, size=(900, 700))
        with pytest.raises(Refused):
            cleaned(whole[: len(whole) // 2])
