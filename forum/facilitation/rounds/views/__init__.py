"""The pages of rounds, of journals and of commitments."""

from forum.facilitation.rounds.views import commitments, journal, rounds, writing

blueprints = (rounds.bp, writing.bp, journal.bp, commitments.bp)
