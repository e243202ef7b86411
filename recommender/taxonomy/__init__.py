"""Regions, sectors, Sustainable Development Goals and smart-specialisation priorities."""
