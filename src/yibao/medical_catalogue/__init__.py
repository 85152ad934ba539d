"""The catalogue that people may look into: drugs, consumables, limit prices, policy documents."""
