"""The pages about pseudonyms."""

from forum.discussion.pseudonyms.views import beginning, custodians, own, unmasking, writing

blueprints = (writing.bp, beginning.bp, own.bp, custodians.bp, unmasking.bp)
