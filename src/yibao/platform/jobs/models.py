"""No tables of our own: jobs lie in procrastinate's."""
