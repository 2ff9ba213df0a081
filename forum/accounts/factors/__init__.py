"""Second factors: what proves besides the password that it is you."""
