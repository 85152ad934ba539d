"""Files that people hand in: checked on the way in, encrypted on disk, given to their owner only.

The table holds what is known about a file; the content lies, encrypted, under
``<data>/files/ab/cd/<id>``, written before the row so that a row never lacks its file.
"""
