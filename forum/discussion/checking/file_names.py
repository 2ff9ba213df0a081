"""Names of files: they often say who it is about."""

import re

from forum.discussion.checking.names import WORD
from forum.discussion.checking.values import Hit, Kind
from forum.kernel.text import without_accents

BECAUSE = "The name of this file may say who it is about. Send it again under another name."

_ABOUT_PEOPLE = re.compile(
    r"affidavit|statement|witness|testimon|declaration|complaint|claim|letter|passport|id\b|visa|cv\b|resume"
    r"|contract|medical|report|interview|asylum|application|appeal|notes?|consent|power|attorney|hearing"
    r"|temoign|declar|plainte|lettre|passeport|contrat|certificat|attestation|requete|recours|entretien"
    r"|aussage|erklarung|klage|brief|pass|vertrag|attest|antrag|vollmacht|zeugnis|bescheid|protokoll"
    r"|testimonio|demanda|carta|pasaporte|contrato|informe|solicitud|poder|entrevista|dichiarazione|ricorso"
    r"|lettera|passaporto|contratto|procura|verklaring|verzoek|paspoort|volmacht|oswiadczenie|pozew|list"
    r"|paszport|umowa|wniosek|pelnomocnictwo|zeznanie|vittnesmal|intyg|ansokan|avtal|fullmakt"
)
_WORDS = """
img image images photo foto bild scan scanned scans document documents dokument documento doc docs
final draft version copy new old file files pdf screenshot capture ecran whatsapp signal video dsc
page pages part annex annexe appendix anhang anlage chapter list table tables figure summary
agenda minutes programme program guide guidelines handbook manual template templates form forms
model brief briefing note notes paper report reports annual monthly weekly review study research
law laws act code court courts tribunal judgment judgement decision ruling order directive
regulation article articles section case cases legal justice rights human european europe union
commission council committee ministry police city town region national public general social
community members meeting workshop training presentation slides poster flyer leaflet newsletter
budget plan january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday janvier fevrier mars avril mai juin
juillet aout septembre octobre novembre decembre januar februar marz juni juli oktober dezember
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre urteil
beschluss gericht gesetz bericht arret jugement rapport loi cour sentencia auto ley informe
sentenza legge vonnis arrest wet wyrok ustawa dom lag english french german spanish italian dutch
polish swedish francais deutsch espanol the of and for with from to in on re des der die das und
von le la les de du et el los las y il lo
"""
_COMMON = frozenset(_WORDS.split())
"""Words of documents, none of a person."""


def find_in_file_name(name: str) -> Hit | None:
    """Return a warning where the name of a file looks as if it held somebody's name."""
    stem = name.rpartition(".")[0] or name
    spread = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", stem[:200])
    words = [word[0] for word in WORD.finditer(spread.replace("_", " "))]
    named = [word for word in words if _may_be_name(word)]
    is_about_people = bool(_ABOUT_PEOPLE.search(without_accents(spread.replace("_", " "))))
    if not named or not (is_about_people or len(named) in {2, 3}):
        return None
    return Hit(Kind.FILE, 0, len(name), BECAUSE, 0.55)


def _may_be_name(word: str) -> bool:
    plain = without_accents(word)
    is_big = word[0].isupper() and (word[1:].islower() or len(word) > 3)
    is_word = plain in _COMMON or bool(_ABOUT_PEOPLE.match(plain))
    return len(word) > 2 and word.isalpha() and is_big and not is_word
