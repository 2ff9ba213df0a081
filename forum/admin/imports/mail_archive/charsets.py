"""Bytes into text, whatever their charset is said to be."""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

# What mail calls charsets, where Python's name or habit differs. Western ones are read as the
# larger Windows sets, as every mail program does; so are the older Chinese and Korean ones.
_ALIASES = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-31j": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "cn-gb": "gb18030", "big5": "big5hkscs", "x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "ksc5601": "cp949",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "iso-2022-jp": "iso2022_jp_ext", "utf8mb4": "utf-8",
    "x-user-defined": "cp1252",
}  # fmt: skip
_WESTERN = frozenset({"cp1252", "cp1254", "iso8859-15", "mac-roman"})
_EAST_ASIAN = ("big5hkscs", "cp932", "gb18030")
_ESCAPED = (b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b$(D")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# No one wrote these: they break databases and terminals, and carry nothing.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SAMPLE_BYTES = 20_000


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn bytes into clean text by the declared charset, or by the likeliest where that fails."""
    if not declared and data.isascii() and b"\x1b" not in data and b"\0" not in data:
        return clean(data.decode("ascii"))
    codec = python_codec(declared)
    if codec in _WESTERN and _is_utf8(data):
        # Text that happens to be valid UTF-8 is UTF-8, whatever a mail program said.
        codec = "utf-8"
    text = _decode_strictly(data, codec) if codec else None
    if text is None or (codec == "ascii" and b"\x1b" in data):
        text = _decode_undeclared(data)
    return clean(text)


def _decode_undeclared(data: bytes) -> str:
    codec = guess(data)
    errors = "mail_bytes" if codec in {"utf-8", "cp1252"} else "replace"
    return data.decode(codec, errors)


def clean(text: str) -> str:
    """Drop control characters, join surrogate pairs and replace lone halves."""
    if _SURROGATE.search(text):
        text = _SURROGATE_PAIR.sub(_join_pair, text)
        text = _SURROGATE.sub("\ufffd", text)
    return _UNWANTED.sub("", text)


def _join_pair(found: re.Match[str]) -> str:
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


@lru_cache(maxsize=500)
def python_codec(declared: str | None) -> str | None:
    """Return Python's name for a charset of a mail, or None where it means nothing."""
    name = (declared or "").strip().strip("\"'").lower().replace(" ", "")
    name = name.partition("*")[0]
    name = _ALIASES.get(name, _ALIASES.get(name.replace("_", "-"), name))
    if not name or "unknown" in name or "\0" in name:
        return None
    for spelling in (
        name,
        name.removeprefix("x-"),
        name.replace("windows-", "cp"),
        name.replace("cp-", "cp"),
    ):
        try:
            found = codecs.lookup(spelling)
        except (LookupError, ValueError):
            continue
        if getattr(found, "_is_text_encoding", True):
            return found.name
    return None


def _decode_strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _is_utf8(data: bytes) -> bool:
    return bool(_MULTIBYTE_UTF8.search(data)) and _decode_strictly(data, "utf-8") is not None


def _decode_byte(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 in a text that mostly is as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    if stray[:1] == b"\xed" or len(stray) > 1:
        return "\ufffd", error.end
    return _WINDOWS.get(stray[0], "\ufffd"), error.start + 1


_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or "\ufffd" for byte in range(128, 256)}
codecs.register_error("mail_bytes", _decode_byte)


def guess(data: bytes) -> str:
    """Name the likeliest charset of bytes that nobody declared, or declared wrongly."""
    if data.isascii() and b"\0" not in data and b"\x1b" not in data:
        return "ascii"
    if wide := _guess_wide(data):
        return wide
    if any(mark in data for mark in _ESCAPED):
        return "iso2022_jp_ext"
    if _is_utf8(data) or _is_mostly_utf8(data):
        return "utf-8"
    foreign_lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    sample = foreign_lines[:_SAMPLE_BYTES].rpartition(b"\n")
    return _guess_legacy(sample[0] or sample[2])


def _guess_wide(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[1:40:2].count(0) > 12:
        return "utf-16-le"
    return "utf-16-be" if data[0:40:2].count(0) > 12 else None


def _is_mostly_utf8(data: bytes) -> bool:
    sequences = _MULTIBYTE_UTF8.findall(data)
    high = sum(map(len, _HIGH_RUN.findall(data)))
    return len(sequences) > 1 and sum(map(len, sequences)) > high * 0.8


def _guess_legacy(sample: bytes) -> str:
    runs = _HIGH_RUN.findall(sample)
    scattered = sum(map(len, runs)) < len(runs) * 1.8
    # Single accents among plain letters are most likely a Western language, but the second bytes
    # of East Asian characters may look like plain letters too.
    needed, codecs_to_try = (0.8, _EAST_ASIAN) if scattered else (0.5, tuple(_SCORES))
    if not runs or (scattered and len(runs) < 8):
        return "cp1252"
    best, codec = max((_SCORES[codec](sample), codec) for codec in codecs_to_try)
    return codec if best > needed else "cp1252"


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    foreign = [letter for letter in text if letter > "\x7f"]
    return sum(map(wanted, foreign)) / len(foreign) if foreign else 0.0


def _score_cyrillic(codec: str) -> Callable[[bytes], float]:
    def score(sample: bytes) -> float:
        text = _decode_strictly(sample, codec)
        if text is None or _share(text, lambda letter: "\u0400" <= letter <= "\u04ff") < 0.9:
            return 0.0
        small = _share(text, lambda letter: "а" <= letter <= "я")
        frequent = _share(text, lambda letter: letter in "оеаинтсрвлОЕАИНТСРВЛ")
        return small * 0.5 + min(frequent, 0.6) * 0.8

    return score


def _score_lead_bytes(codec: str, wanted: Callable[[bytes], float]) -> Callable[[bytes], float]:
    def score(sample: bytes) -> float:
        text = _decode_strictly(sample, codec)
        if text is None:
            return 0.0
        leads = bytes(
            letter.encode(codec)[0] for letter in text if letter > "\u00ff" and letter != "\ufffd"
        )
        return wanted(leads) if leads else 0.0

    return score


def _part(leads: bytes, low: int, high: int) -> float:
    return sum(low <= lead <= high for lead in leads) / len(leads)


def _kana(text: bytes, codec: str) -> float:
    decoded = _decode_strictly(text, codec)
    return _share(decoded, lambda letter: "\u3040" <= letter <= "\u30ff") if decoded else 0.0


def _is_korean(leads: bytes) -> float:
    # Chinese words spread beyond the rows that hold the Korean syllables.
    return _part(leads, 0xB0, 0xC8) * 0.95 - _part(leads, 0xC9, 0xFD)


_SCORES: dict[str, Callable[[bytes], float]] = {
    "koi8-r": _score_cyrillic("koi8-r"),
    "cp1251": _score_cyrillic("cp1251"),
    "gb18030": _score_lead_bytes("gb18030", lambda leads: _part(leads, 0xB0, 0xD7) * 0.9),
    "big5hkscs": _score_lead_bytes("big5hkscs", lambda leads: _part(leads, 0xA4, 0xC6) * 0.85),
    "cp949": _score_lead_bytes("cp949", _is_korean),
    "euc_jp": lambda sample: min(1.0, _kana(sample, "euc_jp") * 3),
    "cp932": lambda sample: min(1.0, _kana(sample, "cp932") * 3),
}
