"""Pages that are open show what is new by themselves."""
