"""The services of contributions, one file each."""
