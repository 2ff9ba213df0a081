"""The measures in words: what they ask, how they are counted, and what a figure says."""

from dataclasses import dataclass

from forum.facilitation.health.values import Figure, Measure, State


@dataclass(frozen=True, slots=True)
class About:
    """A measure in words."""

    title: str
    asks: str
    """The question behind it."""
    how: str
    """How it is counted."""
    might: str
    """What one might try."""


_RATIO = (
    "1 means as often as everyone else, 2 twice as often. The range is what comes out when the members are drawn "
    "again by chance, a thousand times: nine of ten draws lie in it. While 1 is in it, it is too early to tell."
)
_SHARE = "The range is what comes out when the people are drawn again by chance: nine of ten draws lie in it."

ABOUT = {
    Measure.NEWCOMERS_HEARD: About(
        "Newcomers heard",
        "Does somebody answer when a member writes for the first time?",
        "First posts of members in these twelve weeks that somebody else answered before the end of the second "
        f"working day after: in the thread, if it began one; directly, if it was a reply. {_SHARE}",
        "Look for first posts on Unanswered; a short and plain answer does as well as a long one.",
    ),
    Measure.UNANSWERED: About(
        "Threads left waiting",
        "How many threads wait for longer than three days?",
        "Threads begun in these twelve weeks that nobody else answered within 72 hours; those that were closed "
        f"before that are left out. {_SHARE}",
        "Ask somebody by name, or say yourself that the question was read.",
    ),
    Measure.LANGUAGES: About(
        "By language",
        "Is somebody heard as well in every language?",
        "The two measures above by the language of the post. Languages that few write in are counted together.",
        "Ask who reads the language; answering in another one is better than not answering.",
    ),
    Measure.ACROSS_GROUPS: About(
        "Answers across role groups",
        "Do people answer those who stand elsewhere?",
        "Of the threads that a role group began, the share in which somebody of the other group, or of the same, "
        "answered. Role groups are what members say of themselves, and small ones are counted together.",
        "Ask somebody of another role group what they would add.",
    ),
    Measure.ACTIVE_RATIO: About(
        "Who writes at all",
        "Do the people of all role groups write?",
        "The share of a role group that wrote at least one post in these twelve weeks, as a multiple of the same "
        f"share of everyone else. {_RATIO}",
        "Ask people of the group what would make it easier; reading is taking part, too.",
    ),
    Measure.SHARE_OF_VOICE: About(
        "Share of voice",
        "Does a role group have as much of the talk as of the members?",
        "The group's share of all posts, of which at most ten of each person count, as a multiple of its share of "
        f"the members. {_RATIO}",
        "A round in which one group writes first changes more than an appeal.",
    ),
    Measure.HALF_THE_POSTS: About(
        "Half of the posts",
        "How many people write half of what there is to read?",
        "The smallest number of members who together wrote half of the posts. In every community few write much.",
        "Leave room: ask a question instead of the third answer.",
    ),
    Measure.FACILITATORS: About(
        "Replies by facilitators",
        "Do members answer one another?",
        f"Of all replies by members, those by facilitators. It should fall over the year. {_SHARE}",
        "Wait a day before you answer, or ask a member to.",
    ),
    Measure.QUIET: About(
        "Quiet members",
        "How many members wrote nothing?",
        "Members without a post in these twelve weeks, in fives. Nobody's reading is followed, so that nothing says "
        "whether they read.",
        "Nothing is wrong with being quiet. Ask all, never single ones, what they would need.",
    ),
    Measure.AGENDAS: About(
        "Who sets agendas",
        "Whose matters come onto the agenda?",
        f"Members who put something onto an agenda, by role group. {_RATIO}",
        "Ask for items before the agenda is drawn up, and begin with another group.",
    ),
    Measure.DECISIONS: About(
        "Who decides",
        "Who takes part in decisions?",
        f"Members who took part in a decision, by role group. {_RATIO}",
        "Leave more time, and say what is at stake in a sentence.",
    ),
    Measure.BELONGING: About(
        "Belonging",
        "Do members feel that this is theirs?",
        "Of those who answered the three questions in this quarter, the share that said yes. Answers have no name; "
        f"nothing is said of fewer than eight. {_SHARE}",
        "Talk about it together: a figure says that something is, and not what.",
    ),
}

RATIOS = frozenset({Measure.ACTIVE_RATIO, Measure.SHARE_OF_VOICE})
STEERING = frozenset({Measure.AGENDAS, Measure.DECISIONS})
NUMBERS = frozenset({Measure.HALF_THE_POSTS, Measure.QUIET})
FEW = "fewer than five people"


def is_ratio(measure: Measure, figure: Figure) -> bool:
    """Tell whether the figure is a multiple of everyone else's."""
    return measure in RATIOS or (measure in STEERING and figure.people is None)


def is_early(measure: Measure, figure: Figure) -> bool:
    """Tell whether it is too early to tell: equal shares could bring the figure about as well."""
    if figure.low is None or figure.high is None or not is_ratio(measure, figure):
        return False
    return figure.low <= 1 <= figure.high


def words_of(measure: Measure, figure: Figure) -> str:
    """Return what a figure says, in words."""
    if figure.state is State.HIDDEN:
        return "Too few people for a figure."
    if figure.state is State.FEW:
        return f"That is true of {FEW}."
    if figure.state is State.NEARLY_ALL:
        return f"That is true of all but {FEW}."
    if is_early(measure, figure):
        return "Too early to tell."
    if is_ratio(measure, figure):
        more = (figure.low or 0) > 1
        return "More than everyone else." if more else "Less than everyone else."
    if measure in NUMBERS:
        about = "About " if measure is Measure.QUIET else ""
        return f"{about}{figure.value or 0:.0f} people."
    return _in_words(figure.value or 0)


def number_of(measure: Measure, figure: Figure) -> str:
    """Return a figure as a number with its range; empty where none may be shown."""
    if figure.state is not State.SHOWN or figure.value is None or measure in NUMBERS:
        return ""
    show = scale_of(measure, figure).format
    if figure.low is None or figure.high is None:
        return show(figure.value)
    return f"{show(figure.low)} to {show(figure.high)}, most likely {show(figure.value)}"


def scale_of(measure: Measure, figure: Figure) -> str:
    """Return the pattern in which the values of a figure are written."""
    if is_ratio(measure, figure):
        return "{:.1f}"
    return "{:.0f}" if measure in NUMBERS else "{:.0%}"


def _in_words(share: float) -> str:
    for most, words in ((0.1, "Few."), (0.4, "Less than half."), (0.6, "About half.")):
        if share <= most:
            return words
    return "Most." if share < 0.9 else "Nearly all."
