"""A server of the Model Context Protocol: assistants ask a running service by it, with somebody's API key."""
