"""Personal accounts (个人账户): the ledger, family sharing (家庭共济), premiums paid from an account."""
