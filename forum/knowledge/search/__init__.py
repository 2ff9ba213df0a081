"""Search over past discussions: what is asked, how text becomes terms, and the engines that answer."""
