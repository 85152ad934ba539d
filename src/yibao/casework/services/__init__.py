"""The services (事项) about cases themselves, one in a file."""
