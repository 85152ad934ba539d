"""文书: what an applicant is told in writing, and how a stranger can tell that a paper is genuine.

``content`` says what each kind of notice must hold, ``issuing`` writes one row inside the case's
own transaction, ``rendering`` signs and typesets at the first request, ``verification`` answers who
scans the QR code. Source: the enrolment service specification, chapter 5.
"""
