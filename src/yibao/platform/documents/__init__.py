"""Documents for people: PDF (archive grade, PDF/A-2a) from templates and data, and QR codes.

Nothing here knows what a document is about. ``rendering`` typesets, ``printable`` makes sure that
every character can be printed with the packaged fonts, ``qr`` draws two-dimensional codes.
"""
