"""办件: a running case, from submission to its end, whatever the service.

Five words: *case* (办件), *event* (what happened to it, never changed), *material* (what was handed
in), *notice* (what the applicant is told in writing), *review* (an officer's decision). The engine
in ``engine.py`` is the one way in for the signed API, the H5 pages and the console alike.
"""
