"""How fast the forum is, measured beside its floors in the same run: `make bench`."""
