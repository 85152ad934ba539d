"""参保人: who is known to the platform, whatever he is insured for.

Five words: *person* (参保人), *person number* (人员编号, what a clerk reads out), *version* (a
change of what is known, with the case that changed it), *survival* (生存状态), *public security*
(公安, whose register confirms who somebody is). Names, certificate numbers, telephones and
addresses are sealed; a person is found by the index of the certificate. The province's agency
owns the policy.
"""
