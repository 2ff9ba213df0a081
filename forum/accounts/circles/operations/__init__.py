"""Acts on circles: begin and change one, come in and go, and what conveners do."""
