"""缴费: what is due for an insured year, told to the tax office, and paid there.

Five words: *due* (应缴单, one of a person for a year), *push* (推送税务), *tax office* (税务, which
collects), *premium* (个人缴费标准), *deadline* (缴费截止日). This platform takes no money: it says
what is due and hears what was paid.
"""
