"""Where a case is: countries by their ISO codes, parts of some, what stands above them, and regions.

A region is a coarser word for a country, for a case that could be known by its country.
"""

_COUNTRIES = """
AF Afghanistan | AX Åland | AL Albania | DZ Algeria | AS American Samoa | AD Andorra |
AO Angola | AI Anguilla | AG Antigua and Barbuda | AR Argentina | AM Armenia | AW Aruba |
AU Australia | AT Austria | AZ Azerbaijan | BS Bahamas | BH Bahrain | BD Bangladesh |
BB Barbados | BY Belarus | BE Belgium | BZ Belize | BJ Benin | BM Bermuda | BT Bhutan |
BO Bolivia | BA Bosnia and Herzegovina | BW Botswana | BR Brazil | BN Brunei | BG Bulgaria |
BF Burkina Faso | BI Burundi | CV Cabo Verde | KH Cambodia | CM Cameroon | CA Canada |
BQ Caribbean Netherlands | KY Cayman Islands | CF Central African Republic | TD Chad | CL Chile |
CN China | CX Christmas Island | CC Cocos (Keeling) Islands | CO Colombia | KM Comoros |
CG Congo (Brazzaville) | CD Congo (Kinshasa) | CK Cook Islands | CR Costa Rica | HR Croatia |
CU Cuba | CW Curaçao | CY Cyprus | CZ Czechia | CI Côte d’Ivoire | DK Denmark | DJ Djibouti |
DM Dominica | DO Dominican Republic | TL East Timor | EC Ecuador | EG Egypt | SV El Salvador |
GQ Equatorial Guinea | ER Eritrea | EE Estonia | SZ Eswatini | ET Ethiopia |
FK Falkland Islands | FO Faroe Islands | FJ Fiji | FI Finland | FR France | GF French Guiana |
PF French Polynesia | GA Gabon | GM Gambia | GE Georgia | DE Germany | GH Ghana | GI Gibraltar |
GR Greece | GL Greenland | GD Grenada | GP Guadeloupe | GU Guam | GT Guatemala | GG Guernsey |
GN Guinea | GW Guinea-Bissau | GY Guyana | HT Haiti | HN Honduras | HK Hong Kong | HU Hungary |
IS Iceland | IN India | ID Indonesia | IR Iran | IQ Iraq | IE Ireland | IM Isle of Man |
IL Israel | IT Italy | JM Jamaica | JP Japan | JE Jersey | JO Jordan | KZ Kazakhstan | KE Kenya |
KI Kiribati | XK Kosovo | KW Kuwait | KG Kyrgyzstan | LA Laos | LV Latvia | LB Lebanon |
LS Lesotho | LR Liberia | LY Libya | LI Liechtenstein | LT Lithuania | LU Luxembourg | MO Macao |
MG Madagascar | MW Malawi | MY Malaysia | MV Maldives | ML Mali | MT Malta |
MH Marshall Islands | MQ Martinique | MR Mauritania | MU Mauritius | YT Mayotte | MX Mexico |
FM Micronesia | MD Moldova | MC Monaco | MN Mongolia | ME Montenegro | MS Montserrat |
MA Morocco | MZ Mozambique | MM Myanmar | NA Namibia | NR Nauru | NP Nepal | NL Netherlands |
NC New Caledonia | NZ New Zealand | NI Nicaragua | NE Niger | NG Nigeria | NU Niue |
NF Norfolk Island | KP North Korea | MK North Macedonia | MP Northern Mariana Islands |
NO Norway | OM Oman | PK Pakistan | PW Palau | PS Palestine | PA Panama | PG Papua New Guinea |
PY Paraguay | PE Peru | PH Philippines | PN Pitcairn | PL Poland | PT Portugal | PR Puerto Rico |
QA Qatar | RO Romania | RU Russia | RW Rwanda | RE Réunion | BL Saint Barthélemy |
SH Saint Helena | KN Saint Kitts and Nevis | LC Saint Lucia | MF Saint Martin (French part) |
PM Saint Pierre and Miquelon | VC Saint Vincent and the Grenadines | WS Samoa | SM San Marino |
SA Saudi Arabia | SN Senegal | RS Serbia | SC Seychelles | SL Sierra Leone | SG Singapore |
SX Sint Maarten | SK Slovakia | SI Slovenia | SB Solomon Islands | SO Somalia | ZA South Africa |
KR South Korea | SS South Sudan | ES Spain | LK Sri Lanka | SD Sudan | SR Suriname | SE Sweden |
CH Switzerland | SY Syria | ST São Tomé and Príncipe | TW Taiwan | TJ Tajikistan | TZ Tanzania |
TH Thailand | TG Togo | TK Tokelau | TO Tonga | TT Trinidad and Tobago | TN Tunisia |
TM Turkmenistan | TC Turks and Caicos Islands | TV Tuvalu | TR Türkiye | UG Uganda | UA Ukraine |
AE United Arab Emirates | GB United Kingdom | US United States | UY Uruguay | UZ Uzbekistan |
VU Vanuatu | VA Vatican City | VE Venezuela | VN Vietnam | VG Virgin Islands (British) |
VI Virgin Islands (US) | WF Wallis and Futuna | EH Western Sahara | YE Yemen | ZM Zambia |
ZW Zimbabwe
"""
COUNTRIES = dict(pair.strip().split(" ", 1) for pair in _COUNTRIES.split("|"))
"""The codes of ISO 3166-1, and one that its users have agreed on."""

PARTS = {
    "GB-EAW": "England and Wales",
    "GB-SCT": "Scotland",
    "GB-NIR": "Northern Ireland",
    "BE-VLG": "Flanders",
    "BE-WAL": "Wallonia",
    "BE-BRU": "Brussels",
    "DE-BE": "Berlin",
    "DE-BY": "Bavaria",
    "DE-NW": "North Rhine-Westphalia",
    "ES-AN": "Andalusia",
    "ES-CT": "Catalonia",
    "ES-PV": "Basque Country",
    "IT-32": "South Tyrol and Trentino",
}
"""Parts of countries with courts or laws of their own, by ISO 3166-2 where it has them."""

ABOVE = {"EU": "European Union", "COE": "Council of Europe", "UN": "United Nations"}

REGIONS = {
    "x-north": "A northern European country",
    "x-west": "A western European country",
    "x-south": "A southern European country",
    "x-east": "A central or eastern European country",
    "x-world": "A country outside Europe",
}

JURISDICTIONS = {**ABOVE, **REGIONS, **COUNTRIES, **PARTS}

_REGION_OF = {
    "x-north": "AX DK EE FI FO GL IS LT LV NO SE",
    "x-west": "AT BE CH DE FR GB GG IE IM JE LI LU MC NL",
    "x-south": "AD CY ES GI GR IT MT PT SM TR VA",
    "x-east": "AL AM AZ BA BG BY CZ GE HR HU MD ME MK PL RO RS RU SI SK UA XK",
}
_REGIONS = {code: region for region, codes in _REGION_OF.items() for code in codes.split()}
_SMALL = """
AD AX CY EE FO GG GI GL IM IS JE LI LU LV MC ME MK MT SI SM VA XK GB-NIR BE-BRU ES-PV IT-32
"""
SMALL = frozenset(_SMALL.split())
"""Where so few cases are heard that a court and a year can be enough to know one."""


def coarser(code: str) -> str:
    """Return the code of a coarser word for a jurisdiction; its own where there is none."""
    if code in PARTS:
        return code.split("-", maxsplit=1)[0]
    if code in COUNTRIES:
        return _REGIONS.get(code, "x-world")
    return code
