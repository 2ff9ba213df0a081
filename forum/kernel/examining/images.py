"""Images made anew: upright, without anything but their pixels, in the sizes that pages show.

It runs in a process of its own (process.py), which holds it to little memory and little time.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, ImageSequence

from forum.kernel.examining.values import (
    DISPLAY_WIDTHS,
    Examined,
    Fact,
    Kind,
    Refused,
    SmallerCopy,
)

MOST_PIXELS = 25_000_000
"""Kept four bytes each, and twice while an image is turned upright."""
MOST_TO_REDUCE = 250_000_000
"""JPEGs can be read at a half, a quarter or an eighth of their size, so they may be larger."""
LONGEST_SIDE = 12_000
LARGE = 4_000_000
"""Pixels from which on the slow ways of writing an image are left out."""
MOST_SHARP = 1_500_000
MOST_FRAMES = 400
MOST_PIXELS_IN_FRAMES = 20_000_000
SQUARE = 256

TOO_MANY = "This picture has too many pixels: at most 25 million can be worked on."
DAMAGED = "This picture is damaged or of an unusual make, so it cannot be shown."

_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, ArithmeticError,
    AttributeError, struct.error, RuntimeError, AssertionError,
)  # fmt: skip

Image.MAX_IMAGE_PIXELS = MOST_TO_REDUCE
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def clean_image(data: bytes, kind: Kind) -> Examined:
    """Return the image made anew with its copies. Raises Refused."""
    with _refusals():
        image = _opened(data, kind)
        frames = _frames(image)
        if frames:
            return _animated(image, frames)
        if image.tell():
            image.seek(0)
        return _still(image, kind)


def square(data: bytes, kind: Kind) -> bytes:
    """Return the image as a small square WebP. Raises Refused."""
    with _refusals():
        image = _opened(data, kind, wanted=2 * SQUARE)
        plain = _plain(ImageOps.exif_transpose(image))
        return _webp(ImageOps.fit(plain, (SQUARE, SQUARE), Image.Resampling.LANCZOS))


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what decoders stumble over into refusals, and their warnings into faults."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY) from None
    except MemoryError:
        raise Refused("This picture needs too much memory to be worked on.") from None
    except _BROKEN:
        raise Refused(DAMAGED) from None


def _opened(data: bytes, kind: Kind, wanted: int = 0) -> Image.Image:
    """Open the image, of a large JPEG only as many pixels as are needed."""
    image = Image.open(io.BytesIO(data), formats=(kind.name,))
    if wanted:
        image.draft("RGB", (wanted, wanted))
    elif kind is Kind.JPEG and _pixels(image) > MOST_PIXELS:
        image.draft(None, (image.width // 2, image.height // 2))
        if _pixels(image) > MOST_PIXELS:
            image.draft(None, (image.width // 4, image.height // 4))
    if _pixels(image) > MOST_PIXELS:
        raise Refused(TOO_MANY)
    return image


def _pixels(image: Image.Image) -> int:
    return image.width * image.height


def _still(image: Image.Image, kind: Kind) -> Examined:
    facts = _what_was_removed(image)
    upright = ImageOps.exif_transpose(image)
    upright = _in_common_colours(upright)
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC)
    if kind in {Kind.JPEG, Kind.WEBP, Kind.AVIF}:
        upright = _plain(upright)
    width, height = upright.size
    is_drawn = kind in {Kind.PNG, Kind.GIF}
    copies = [_smaller(upright, wanted, is_drawn=is_drawn) for wanted in _widths(width)]
    # The last use of the image: it loses what it carries along.
    made, whole = _whole(upright, kind)
    return Examined(made, whole, width, height, tuple(copies), facts)


def _whole(image: Image.Image, kind: Kind) -> tuple[Kind, bytes]:
    """Return the image in its own size, and what it is now: browsers of all ages show it."""
    is_large = _pixels(image) > LARGE
    out = io.BytesIO()
    if kind in {Kind.PNG, Kind.GIF} and not is_large:
        holes = image.info.get("transparency")
        image = image if image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"} else _plain(image)
        image.info = {}
        image.save(out, "PNG", **({} if holes is None else {"transparency": holes}))
        return Kind.PNG, out.getvalue()
    image = _plain(image)
    if kind is Kind.JPEG or (is_large and image.mode == "RGB"):
        image.info = {}
        image.save(out, "JPEG", quality=88)
        return Kind.JPEG, out.getvalue()
    return Kind.WEBP, _webp(image, quality=88, method=0 if is_large else 2)


def _widths(width: int) -> list[int]:
    """Return how wide the copies are: one as wide as the text, and one for fine screens."""
    return sorted({min(width, wanted) for wanted in DISPLAY_WIDTHS})


def _smaller(image: Image.Image, width: int, *, is_drawn: bool) -> SmallerCopy:
    """Return a copy for pages; letters on a picture of a screen stay sharp where that costs little."""
    size = _fit(image.size, width)
    reduced = _plain(image)
    if reduced.size != size:
        # Reducing roughly at first saves most of the work.
        reduced = reduced.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    data = _webp(reduced)
    if is_drawn and _pixels(reduced) <= MOST_SHARP:
        sharp = _webp(reduced, lossless=True, method=0)
        data = sharp if len(sharp) < 1.5 * len(data) else data
    return SmallerCopy(*size, data)


def _fit(size: tuple[int, int], width: int) -> tuple[int, int]:
    """Return the size at this width; what is very tall is made narrower instead."""
    share = min(1.0, width / size[0], 3 * width / size[1])
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels alone as red, green, blue and, where needed, holes."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Return the image in the colours that all screens share, since its profile is not kept."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        ours = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, source, ours, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return changed or image


def _webp(
    image: Image.Image, *, quality: int = 82, method: int = 3, lossless: bool = False
) -> bytes:
    out = io.BytesIO()
    image.info = {}
    image.save(out, "WEBP", quality=quality, method=method, lossless=lossless)
    return out.getvalue()


def _frames(image: Image.Image) -> int:
    """Return how many pictures move here; 0 when there is one, or when they are too many."""
    if not getattr(image, "is_animated", False) or image.format == "MPO":
        return 0
    most = min(MOST_FRAMES, MOST_PIXELS_IN_FRAMES // max(1, _pixels(image)))
    count = int(getattr(image, "n_frames", 1))
    return count if 1 < count <= most else 0


def _animated(image: Image.Image, count: int) -> Examined:
    frames, times = [], []
    for frame in islice(ImageSequence.Iterator(image), count):
        frames.append(_plain(frame.copy()))
        times.append(_time(frame.info.get("duration")))
    loop = image.info.get("loop", 0)
    whole = _moving(frames, times, loop)
    width, height = frames[0].size
    copies = []
    if width > DISPLAY_WIDTHS[0]:
        size = _fit(frames[0].size, DISPLAY_WIDTHS[0])
        smaller = [frame.resize(size, Image.Resampling.BILINEAR) for frame in frames]
        copies = [SmallerCopy(*size, _moving(smaller, times, loop))]
    return Examined(Kind.WEBP, whole, width, height, tuple(copies), _what_was_removed(image))


def _time(duration: object) -> int:
    """Return how long a frame stands, in milliseconds, with what browsers make of none."""
    known = int(duration) if isinstance(duration, int | float) else 0
    return min(known, 60_000) if known > 10 else 100


def _moving(frames: list[Image.Image], times: list[int], loop: object) -> bytes:
    out = io.BytesIO()
    first, *rest = frames
    again = loop if isinstance(loop, int) and 0 <= loop < 65_536 else 0
    options = {"duration": times, "loop": again, "quality": 75, "method": 0}
    first.save(out, "WEBP", save_all=True, append_images=rest, **options)
    return out.getvalue()


def _what_was_removed(image: Image.Image) -> tuple[Fact, ...]:
    """Say which private things the file told about itself: they are gone from what is kept."""
    return (Fact("Removed", words),) if (words := ", ".join(_private(image))) else ()


def _private(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    if exif.get_ifd(0x8825):
        yield "the place where it was taken"
    if exif.get(0x010F) or exif.get(0x0110):
        yield "the camera"
    if exif.get(0x0132) or exif.get_ifd(0x8769).get(0x9003):
        yield "the date"
    if exif.get(0x013B) or exif.get(0x8298):
        yield "the author"
    if image.info.get("comment") or image.info.get("xmp") or getattr(image, "text", None):
        yield "notes"
