"""Pictures for tests, painted on the spot."""

import io

from PIL import Image


def make_picture(
    kind: str = "PNG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object
) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (220, 30, 30))
    image.paste((30, 30, 220), (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()
