"""The community's rules, in versions; a flag names one of them."""
