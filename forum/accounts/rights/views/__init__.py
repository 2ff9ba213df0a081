"""The pages about the rights of persons."""

from forum.accounts.rights.views import bulk, kept, leaving

blueprints = (kept.bp, leaving.bp, bulk.bp)
