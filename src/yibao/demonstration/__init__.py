"""A made-up province to try the platform in: channels, staff, a few residents.

Nothing here runs where ``YIBAO_DEMONSTRATION`` is off. Keys and passwords are random and lie, for
their owner's eyes only, in the data folder.
"""
