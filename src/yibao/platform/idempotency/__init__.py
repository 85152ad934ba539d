"""A write that is sent twice is done once: the second call gets the first one's answer."""
