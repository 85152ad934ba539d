"""登记簿: read-only lists of everything that the platform knows, personal columns masked."""
