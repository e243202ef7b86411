"""The library: all that serving needs. No web, no tracking, no environment, no clock of its own."""
