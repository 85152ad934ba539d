"""What the funds pay (待遇计算): from costs and dated parameters to shares and a trace.

Pure: no tables, no clock, no float. Five words: *request* (one thing to calculate), *ledger* (what
the year has used so far), *share* (what one fund pays), *parameter set* (the numbers of a place)
and *trace* (one sentence for each step). The medical insurance administrations own the numbers;
``docs/reference/benefits.md`` tells the input and the output.
"""
