"""National code lists and catalogues: versioned, read-only, packaged as data files.

Five words: *code table* (险种类型, 人员类别 …), *region* (行政区划), *diagnosis* (疾病诊断),
*procedure* (手术操作), *data set* (one packaged file with its version, date and checksum).

Code tables and regions are small and live in memory (``code_tables``, ``regions``); diagnoses and
procedures live in PostgreSQL (``loading`` fills them, ``queries`` reads them). The national
administration owns the content; ``docs/reference/data.md`` names every source.
"""
