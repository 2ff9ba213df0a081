"""One matcher for the identifiers of cases."""

import time
from pathlib import Path

import pytest

from forum.kernel.identifiers import (
    Identifier,
    Standing,
    System,
    application_in,
    celex_of,
    find_identifiers,
)

P, U, OPEN = Standing.PUBLIC, Standing.UNKNOWN, Standing.PENDING


def found_in(text: str) -> list[Identifier]:
    return find_identifiers(text, this_year=2026)


@pytest.mark.parametrize(
    ("text", "system", "found", "standing"),
    [
        ("See ECLI:NL:HR:2015:472.", System.ECLI, "ECLI:NL:HR:2015:472", P),
        ("ecli:de:BVerwG:2012:110112U1C11.0", System.ECLI, "ecli:de:BVerwG:2012:110112U1C11.0", P),
        ("EU:C:2014:317, point 4", System.EU, "EU:C:2014:317", P),
        ("C-131/12 is old", System.CJEU, "C-131/12", P),
        ("C‑250/25 was lodged", System.CJEU, "C‑250/25", U),
        ("C-250/25 PPU", System.CJEU, "C-250/25 PPU", U),
        ("judgment of 4 May in C-250/25", System.CJEU, "C-250/25", P),
        ("C-131/12, still pending", System.CJEU, "C-131/12", OPEN),
        ("62012CJ0131", System.CELEX, "62012CJ0131", P),
        ("62025CN0250", System.CELEX, "62025CN0250", OPEN),
        ("HUDOC 001-57619", System.HUDOC, "001-57619", P),
        ("application no. 21974/07", System.ECTHR, "21974/07", U),
        ("requête n° 21974/07 (arrêt du 4 mai)", System.ECTHR, "21974/07", P),
        ("Beschwerde Nr. 21974/07 ist anhängig", System.ECTHR, "21974/07", OPEN),
        ("[2023] UKSC 42", System.NEUTRAL, "[2023] UKSC 42", P),
        ("1 BvR 123/25", System.DOCKET, "1 BvR 123/25", U),
        ("Urteil vom 3. April, VI ZR 12/21", System.DOCKET, "VI ZR 12/21", P),
        ("5 K 1234/25.A", System.DOCKET, "5 K 1234/25.A", U),
        ("sygn. akt III APa 12/20", System.DOCKET, "III APa 12/20", U),
        ("RG 25/01234", System.DOCKET, "RG 25/01234", U),
        ("diligencias previas 123/2025", System.DOCKET, "diligencias previas 123/2025", U),
        ("28079 00 4 2025 0001234", System.DOCKET, "28079 00 4 2025 0001234", U),
        ("R.G. 1234/2025", System.DOCKET, "R.G. 1234/2025", U),
        ("2025/AR/123", System.DOCKET, "2025/AR/123", U),
        ("HA ZA 25-123", System.DOCKET, "HA ZA 25-123", U),
        ("13/123456-25", System.DOCKET, "13/123456-25", U),
        ("mål nr T 1234-25", System.DOCKET, "mål nr T 1234-25", U),
        ("CO/1234/2025", System.DOCKET, "CO/1234/2025", U),
        ("case no. AB-123/25", System.DOCKET, "AB-123/25", U),
    ],
)
def test_each_form_is_found_with_what_is_known_of_its_case(
    text: str, system: System, found: str, standing: Standing
) -> None:
    [one] = found_in(text)
    assert (one.system, one.text, one.standing) == (system, found, standing)
    assert text[one.start : one.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "on 12/05 we met",
        "21974/07",
        "AC-12/34",
        "C-123/456",
        "Regulation (EEC) No 1408/71",
        "Directive 93/13 and law no. 123/21",
        "ECLI:NL:MUCHTOOLONG:2015:472",
        "between 3/4 and 5/6 of them",
        "24/7 and 50/50",
        "It is 12:30, and 3-4 people came.",
        "+33 6 12 34 56 78",
        "Article 14, § 2 of the law of 12.3.2004",
        "",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_several_applications_after_one_word_are_each_found() -> None:
    text = "applications nos. 1234/05, 77/06 and 21974/07"
    assert [one.key for one in found_in(text)] == ["1234/05", "77/06", "21974/07"]


def test_two_ways_to_write_a_number_have_one_key() -> None:
    keys = {one.key for one in found_in("C‑250/25, C-250/25; C–250/25")}
    assert keys == {"C-250/25"}


def test_a_number_is_decided_when_another_one_in_the_text_says_so() -> None:
    alone = found_in("application no. 19440/05")
    beside = found_in("application no. 19440/05\n\nECLI:CE:ECHR:2011:0113JUD001944005")
    case = found_in("C-250/25\n\n62025CJ0250")
    assert alone[0].standing is U
    assert {one.standing for one in [*beside, *case]} == {P}


def test_words_of_another_line_say_nothing() -> None:
    assert found_in("Urteil vom 3. April\n1 BvR 123/25")[0].standing is U


def test_numbers_lead_to_one_another() -> None:
    assert celex_of("C-131/12") == "62012CJ0131"
    assert celex_of("C-26/62") == "61962CJ0026"
    assert application_in("ECLI:CE:ECHR:2011:0113JUD001944005") == "19440/05"
    assert application_in("ECLI:NL:HR:2015:472") is None


def test_dockets_are_left_out_where_only_citations_are_linked() -> None:
    text = "1 BvR 123/25 and C-131/12"
    assert [one.key for one in find_identifiers(text, this_year=2026, dockets=False)] == [
        "C-131/12"
    ]


def test_every_real_ecli_is_recognised_whole(test_data: Path) -> None:
    lines = (test_data / "citations" / "ECLI_share.txt").read_text().split()
    wrong = [
        line
        for line in lines
        if [(one.text, one.standing) for one in found_in(line)] != [(line.rstrip("."), P)]
    ]
    assert len(lines) == 732
    assert wrong == []


@pytest.mark.parametrize("piece", ["C-1/20 ", "no. 1/20, 2/20 ", "1/1 ", "I", "case 1 ", "1 "])
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        began = time.process_time()
        found_in(text)
        return time.process_time() - began

    seconds(1_000)
    # Eight times the text may take sixteen times as long on a busy machine, but never sixty-four.
    assert seconds(64_000) < max(0.2, 32 * seconds(8_000))
