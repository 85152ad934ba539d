"""异地就医备案: being treated, and settled directly, away from where one is insured.

Five words: *registration* (备案: one person, one place, one period), *kind* (备案类型), *home
region* (参保地), *care region* (就医地), *upload* (上报, to the national remote-care platform). The
policy belongs to the agency of the home region, within 医保发〔2022〕22号. Four kinds are filed,
changed and cancelled: what they share stands in ``forms``, ``rules``, ``checks``, ``actions`` and
``workflows``; a kind adds only what is its own (``own_parts``; for a referral ``referral_forms``,
``opinions`` and ``hospitals``).
"""
