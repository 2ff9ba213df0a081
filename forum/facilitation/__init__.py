"""What lets a community grow: who waits for an answer, rounds and prompts, welcome, tasks, and its health."""
