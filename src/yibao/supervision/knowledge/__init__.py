"""The knowledge base: what the country publishes, dated, sourced, never edited."""
