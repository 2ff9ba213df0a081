"""Numbers that states give, with right and wrong checksums."""

import pytest

from forum.discussion.checking import Hints, Kind, check_text

RIGHT = [
    ("12345678Z", "Spanish DNI"),
    ("x1234567l", "Spanish NIE"),
    ("CIF J99216582", "Spanish tax number"),
    ("2 55 08 14 168 025 38", "French social security"),
    ("295109912611193", "French social security"),
    ("numéro fiscal 0701987765493", "French tax number"),
    ("SIREN 552 008 443", "French company"),
    ("SIRET 73282932000074", "French company"),
    ("RSSMRA85T10A562S", "Italian tax code"),
    ("partita iva 00743110157", "Italian VAT"),
    ("85.07.30-033.28", "Belgian national"),
    ("85073003328", "Belgian national"),
    ("KBO 0403.019.261", "Belgian enterprise"),
    ("BSN 111222333", "Dutch BSN"),
    ("44051401359", "Polish PESEL"),
    ("NIP 856-734-62-15", "Polish tax"),
    ("REGON 192598184", "Polish business"),
    ("640823-3234", "Swedish personal"),
    ("19640823-3234", "Swedish personal"),
    ("personnummer 6408233234", "Swedish personal"),
    ("Steuer-ID 36574261809", "German tax"),
    ("JC123456D", "British National Insurance"),
    ("6433435F", "Irish PPS"),
    ("756.9217.0769.85", "Swiss AHV"),
    ("131052-308T", "Finnish personal"),
    ("rodné číslo 710319/2745", "Czech or Slovak"),
]
WRONG = [
    "12345678A",
    "X1234567A",
    "295109912611194",
    "RSSMRA85T10A562T",
    "85.07.30-033.29",
    "BSN 111222334",
    "44051401358",
    "640823-3235",
    "Steuer-ID 36574261808",
    "756.9217.0769.84",
    "131052-308U",
    "111222333",  # right, but nothing says what it is
    "order 552008443",
    "message 20031105123456",
    "12345678 Zebras",
    "abc44051401359",
    "44051401359/7",
    "0x44051401359",
]


def found_in(text: str, hints: Hints | None = None) -> list[str]:
    findings = check_text(text, hints or Hints(this_year=2026))
    return [one.because for one in findings if one.kind is Kind.NATIONAL]


@pytest.mark.parametrize(("text", "name"), RIGHT)
def test_numbers_with_a_right_checksum_are_found_and_named(text: str, name: str) -> None:
    [because] = found_in(f"She wrote {text} on it.")
    assert name in because


@pytest.mark.parametrize("text", WRONG)
def test_others_are_not(text: str) -> None:
    assert found_in(f"She wrote {text} on it.") == []


def test_numbers_of_a_country_that_one_works_in_need_fewer_words() -> None:
    text = "org 556016-0680"
    assert found_in(text) == []
    assert found_in(text, Hints(countries=frozenset({"SE"})))


@pytest.mark.parametrize("wrong", "0123456789")
def test_of_ten_last_digits_one_is_right(wrong: str) -> None:
    assert bool(found_in(f"PESEL 4405140135{wrong}")) is (wrong == "9")
