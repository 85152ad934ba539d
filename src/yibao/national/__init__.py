"""The national interfaces: what designated institutions' systems already speak (an edge)."""
