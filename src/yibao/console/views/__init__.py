"""The pages of the console, one module for each thing that staff do."""
