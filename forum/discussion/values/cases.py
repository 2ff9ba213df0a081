"""What is declared of a case before a thread about it begins, and what readers answer."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forum.discussion.values.jurisdictions import JURISDICTIONS, REGIONS, SMALL, coarser
from forum.discussion.values.labels import Matter
from forum.kernel.text import without_accents

LOG_DAYS = 90
"""How long the day is kept on which somebody first opened a case."""
FEW = 3
"""Cases that share everything declared, under which a case counts as rare."""
LONGEST_NAME = 160
MOST_NAMES = 60
"""Names of opponents with one thread, or in one member's list."""


class Basis(StrEnum):
    """On what a member writes about a case."""

    CONSENT = "consent"
    RECORD = "record"
    ANONYMISED = "anonymised"


class Stage(StrEnum):
    """How far a case has come."""

    OPEN = "open"
    BEFORE = "before"
    FIRST = "first"
    APPEAL = "appeal"
    HIGHEST = "highest"
    BEYOND = "beyond"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


class Area(StrEnum):
    """The area of law of a case."""

    DISCRIMINATION = "discrimination"
    POLICING = "policing"
    ACCESS = "access"
    SOCIAL = "social"
    MOVEMENT = "movement"
    CLIMATE = "climate"
    HOUSING = "housing"
    WORK = "work"
    HEALTH = "health"
    EDUCATION = "education"
    DETENTION = "detention"
    DIGITAL = "digital"
    OTHER = "other"


class Respondent(StrEnum):
    """Who stands on the other side, by kind."""

    OPEN = "open"
    AUTHORITY = "authority"
    POLICE = "police"
    COURT = "court"
    SCHOOL = "school"
    EMPLOYER = "employer"
    LANDLORD = "landlord"
    COMPANY = "company"
    PERSON = "person"


class Conflict(StrEnum):
    """What a reader says before a case is opened to them."""

    NONE = "none"
    UNSURE = "unsure"
    SOME = "some"


BASIS_WORDS = {
    Basis.CONSENT: "The client’s informed consent",
    Basis.RECORD: "Public record",
    Basis.ANONYMISED: "Anonymised, so that nobody who reads it could infer client or situation",
}
MATTER_OF = {
    Basis.CONSENT: Matter.CONSENT,
    Basis.RECORD: Matter.RECORD,
    Basis.ANONYMISED: Matter.ANONYMISED,
}
STAGE_WORDS = {
    Stage.OPEN: "left open",
    Stage.BEFORE: "before a claim",
    Stage.FIRST: "first instance",
    Stage.APPEAL: "appeal",
    Stage.HIGHEST: "supreme or constitutional court",
    Stage.BEYOND: "European or international body",
    Stage.ENFORCEMENT: "enforcement",
    Stage.CLOSED: "ended",
}
AREA_WORDS = {
    Area.DISCRIMINATION: "discrimination",
    Area.POLICING: "policing",
    Area.ACCESS: "access to justice",
    Area.SOCIAL: "social protection",
    Area.MOVEMENT: "freedom of movement",
    Area.CLIMATE: "climate and environment",
    Area.HOUSING: "housing",
    Area.WORK: "work",
    Area.HEALTH: "health",
    Area.EDUCATION: "education",
    Area.DETENTION: "detention",
    Area.DIGITAL: "digital rights",
    Area.OTHER: "another area",
}
RESPONDENT_WORDS = {
    Respondent.OPEN: "respondent left open",
    Respondent.AUTHORITY: "public authority",
    Respondent.POLICE: "police",
    Respondent.COURT: "court or prosecutor",
    Respondent.SCHOOL: "school or university",
    Respondent.EMPLOYER: "employer",
    Respondent.LANDLORD: "landlord",
    Respondent.COMPANY: "company",
    Respondent.PERSON: "private person",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a case has in common with others: the coarser, the less it points to one."""

    jurisdiction: str
    area: Area
    stage: Stage = Stage.OPEN
    respondent: Respondent = Respondent.OPEN

    @property
    def line(self) -> str:
        """Return the line that stands for a case nobody has opened yet: no word of its title."""
        where = JURISDICTIONS[self.jurisdiction]
        if self.jurisdiction in REGIONS:
            where = where[:1].lower() + where[1:]
        return f"A case: {where} · {AREA_WORDS[self.area]} · {RESPONDENT_WORDS[self.respondent]}"

    @property
    def is_small(self) -> bool:
        """Tell whether so little is heard there that the place alone says much."""
        return self.jurisdiction in SMALL

    @property
    def coarser(self) -> "Kind":
        """Return the same with the next coarser word for the place, the stage left open."""
        return Kind(coarser(self.jurisdiction), self.area, Stage.OPEN, self.respondent)


@dataclass(frozen=True, slots=True)
class Declared:
    """What an author declares of a case: not its facts."""

    basis: Basis
    kind: Kind
    consented_on: date | None = None
    scope: str = ""
    """What the client has agreed to: which readers, which language."""
    link: str = ""
    """Where the public record stands."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who must not read: opponents and their counsel by name, and members."""

    opponents: tuple[str, ...] = ()
    excluded_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """What stands at the beginning of a thread about a case."""

    declared: Declared
    sides: Sides = Sides()


NOT_DECLARED = "A case: nothing declared"

_NOT_IN_NAME = re.compile(r"[\W_]+")
_LEGAL_FORMS = """
ab ag as asbl asso bv cic co company corp eeig ek ev gbr gmbh inc kft kg lda limited llc llp lp ltd
mbb nv ohg oy oyj partg plc pc rt sa sarl sas sca scp se selarl sl slp sp spa spp srl sro ug vof vzw
zoo zrt the and und et y e i
"""
_FORMS = frozenset(_LEGAL_FORMS.split())


def normal_name(name: str) -> str:
    """Return a name as names are compared: without accents, legal forms, punctuation and order."""
    words = _NOT_IN_NAME.sub(" ", without_accents(name).replace(".", "")).split()
    kept = [word for word in words if word not in _FORMS] or words
    return " ".join(sorted(kept))


def split_names(text: str) -> tuple[str, ...]:
    """Return the names typed one to a line, each once, in their order."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
