"""Real time: compiled rules kept ready, one encounter judged within a budget of milliseconds."""
