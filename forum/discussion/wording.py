"""How the ways to follow are called and explained."""

from forum.discussion.values import Following

FOLLOWING_WORDS = {
    Following.MUTED: "Muted",
    Following.NORMAL: "Normal",
    Following.TRACKING: "Tracking",
    Following.WATCHING: "Watching",
    Following.FIRST_POST: "First posts only",
}

THREAD_ABOUT = {
    Following.WATCHING: "You are told of every new post, and unread posts are counted.",
    Following.TRACKING: (
        "Unread posts are counted. You are told when somebody mentions you, quotes you or "
        "replies to you."
    ),
    Following.NORMAL: "You are told when somebody mentions you, quotes you or replies to you.",
    Following.MUTED: "You are told of nothing here, and the thread leaves your lists.",
    None: "What its category and tags say holds.",
}

PLACE_ABOUT = {
    Following.WATCHING: "You are told of every new thread and every new post.",
    Following.TRACKING: "Unread posts are counted in all threads that you open.",
    Following.FIRST_POST: "You are told of every new thread, but not of the replies.",
    Following.NORMAL: "You are told when somebody mentions you, quotes you or replies to you.",
    Following.MUTED: "The threads leave your lists, unless you follow one of them.",
    None: "Normal, or what you chose for the category above.",
}

THREAD_DONE = {
    None: "This thread is followed as its category and tags say.",
    Following.WATCHING: "You watch this thread: you are told of every new post.",
    Following.TRACKING: "You track this thread: unread posts are counted.",
    Following.NORMAL: "You are told of this thread only what concerns you yourself.",
    Following.MUTED: "This thread is muted: you are told of nothing here.",
}

PLACE_DONE = {
    None: "You have no choice of your own for {} any more.",
    Following.WATCHING: "You watch {}: you are told of every new post.",
    Following.TRACKING: "You track {}: unread posts are counted.",
    Following.FIRST_POST: "You are told of every new thread in {}.",
    Following.NORMAL: "You are told of {} only what concerns you yourself.",
    Following.MUTED: "You have muted {}: its threads leave your lists.",
}
