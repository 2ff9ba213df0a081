"""Pictures of members: whatever is sent becomes a small square of our own making."""

import io
import struct
import warnings
from threading import Lock
from typing import IO

from PIL import Image, ImageOps

from forum.kernel.errors import Invalid

SIZE = 256
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

# A few large pictures opened at once would need more memory than a small machine has.
_one_at_a_time = Lock()

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error)


def square_picture(file: IO[bytes]) -> bytes:
    """Return the picture as a square WebP without anything but its pixels, turned upright.

    Raises Invalid. It takes a while: call it before a transaction.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid("picture", "This picture is too large: please keep it under 5 MB.")
    try:
        with _one_at_a_time, Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _square(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("picture", "This picture has too many pixels.") from None
    except _BROKEN:
        raise Invalid("picture", "This is no PNG, JPEG, WebP or GIF picture.") from None


def _square(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    # Cameras make far more pixels than we keep; a JPEG can be read at a fraction of its size.
    image.draft("RGB", (2 * SIZE, 2 * SIZE))
    upright = ImageOps.exif_transpose(image)
    has_holes = upright.has_transparency_data
    plain = upright.convert("RGBA" if has_holes else "RGB")
    square = ImageOps.fit(plain, (SIZE, SIZE), Image.Resampling.LANCZOS)
    # A picture made anew carries no metadata along.
    clean = Image.new(square.mode, square.size)
    clean.paste(square)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
