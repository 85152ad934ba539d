"""The services (事项) of this domain, one in a file."""
