"""Neutral names of two words, chosen by chance: a plain quality, and a bird or a plant."""

from collections.abc import Collection
from secrets import choice, token_hex

from forum.accounts.values import PSEUDONYM_MARK

_QUALITIES = """
amber autumn birch blue bright bronze calm cedar clear cloudy coastal cobalt copper coral
crimson dawn dusky early eastern evening fern field forest garden gentle golden granite green
grey harbour hazel hidden highland indigo inland island ivory jade lake late linen little lively
lowland maple marble meadow mellow mild misty mossy mountain northern oaken ochre olive open
opal patient pearl pebble plain quiet rainy river rocky rosy russet sandy scarlet silent silver
slate slow snowy soft southern spring steady still summer sunny tall teal valley velvet violet
walking warm western wide wild willow winter woodland yellow
"""
_BEINGS = """
alder anemone aspen aster avocet beech bittern blackbird bluebell bramble bullfinch bunting
buttercup camellia campion cherry chestnut chicory clover cormorant cowslip crane crocus curlew
cypress dahlia daisy dipper dogwood dunnock elder elm finch foxglove fulmar gannet gentian
ginkgo goldcrest goldfinch grebe heather heron hornbeam iris jackdaw jasmine juniper kestrel
kingfisher knot lapwing larch lark lavender lilac linden linnet lupin magnolia magpie mallow
marigold martin merlin myrtle nightjar nuthatch oriole osprey pelican petrel pine pipit plover
poplar primrose puffin quail raven redstart redwing reed robin rosemary rowan sage sandpiper
shrike siskin snipe sorrel sparrow spruce starling stonechat stork swallow swan swift sycamore
teasel tern thistle thrush thyme tulip turnstone verbena wagtail warbler waxwing wheatear
whimbrel wren yarrow
"""
QUALITIES = tuple(_QUALITIES.split())
BEINGS = tuple(_BEINGS.split())


def new_name(taken: Collection[str]) -> str:
    """Return a name that is not taken in its thread."""
    while True:
        name = f"{choice(QUALITIES).title()} {choice(BEINGS).title()}"
        if name not in taken:
            return name


def new_handle(name: str) -> str:
    """Return a handle for the name, which no member can have and no text can mention."""
    return f"{PSEUDONYM_MARK}{name.lower().replace(' ', '-')}-{token_hex(3)}"
