"""Examples of accounts, sign-ins and keys that the description of the interface shows."""

from pydantic.config import JsonDict

SESSION: JsonDict = {
    "token": "kumppani_example-of-a-token-that-opens-nothing",
    "expires_at": "2026-03-01T21:00:00Z",
}
ACCOUNT: JsonDict = {
    "id": "usr-Zk3pQ1rT8vYw2XbN",
    "login": "aino@example.org",
    "role": "advisor",
    "name": "Aino Esimerkki",
    "organisation_id": None,
    "ecosystem_id": None,
    "linked": False,
    "disabled": False,
    "created_at": "2026-03-01T09:00:00Z",
}
ACCOUNTS: JsonDict = {"items": [ACCOUNT], "next_cursor": None}
NEW_ACCOUNT: JsonDict = {
    "login": "aino@example.org",
    "role": "advisor",
    "name": "Aino Esimerkki",
    "password": "correct horse battery staple",
}
NEW_KEY: JsonDict = {"label": "nightly export", "days": 90}
KEY: JsonDict = {
    "id": "tok-b7Hq0aLmN3xYcR5u",
    "label": "nightly export",
    "created_at": "2026-03-01T09:00:00Z",
    "expires_at": "2026-05-30T09:00:00Z",
    "revoked_at": None,
}
KEYS: JsonDict = {"items": [KEY]}
ADVISORS: JsonDict = {"items": ["usr-Zk3pQ1rT8vYw2XbN"]}
AUDIT: JsonDict = {
    "items": [
        {
            "number": 1,
            "at": "2026-03-01T09:00:00Z",
            "actor": "system",
            "action": "account.create",
            "object_type": "account",
            "object_id": "usr-Zk3pQ1rT8vYw2XbN",
            "detail": {"role": "advisor"},
            "previous": "",
            "hash": "9f2c1b7e5a3d4f60819273645546372819a0b1c2d3e4f5061728394a5b6c7d8e",
        }
    ],
    "next_cursor": None,
}
