"""Claims: members who find their own words in an archive, and facilitators who hear them."""
