"""The services of 个人账户、家庭共济, one file each."""
