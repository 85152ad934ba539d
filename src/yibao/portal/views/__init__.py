"""The pages, one module for each task of a citizen."""
