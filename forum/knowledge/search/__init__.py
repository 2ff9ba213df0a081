"""Search over past discussions: what is asked, how text becomes terms, who answers."""
