"""The first weeks of a member: three things to do, and a question now and then."""
