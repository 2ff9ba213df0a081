"""Members and what they belong to: organisations, groups, invitations, sign-in, profile, rules."""
