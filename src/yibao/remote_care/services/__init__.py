"""The services of 异地就医备案, one file each."""
