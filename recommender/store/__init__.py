"""What the service must not lose: profiles, verdicts, interests, outcomes, accounts, and an audit log of it all."""
