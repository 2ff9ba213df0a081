"""The search engine that keeps its index with Whoosh and answers from its postings with numpy.

Whoosh writes and names everything on disk: schema, segments, term dictionary, posting blocks, table
of contents. Its searcher is not used: it works posting by posting in Python, takes an empty filter
for no filter, and shows merged segments twice after a refresh. A snapshot here is immutable, knows
its segments by id, and evaluates queries as array expressions.
"""
