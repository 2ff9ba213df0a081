"""The pages of circles."""

from forum.accounts.circles.views import circles, conveners, ending, people, wishes

blueprints = (circles.bp, people.bp, ending.bp, conveners.bp, wishes.bp)
