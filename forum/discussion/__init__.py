"""Categories, threads, posts, tags, files and reading: what members come for."""
