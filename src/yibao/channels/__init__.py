"""接入渠道: who may call the platform, with which keys, for which services, from which addresses.

Five words: *channel* (渠道), *key* (an SM2 public key and an SM4 key under one key id), *grant*
(which services, how), *address* (where calls may come from), *ticket* (one launch of an H5 page).
"""
