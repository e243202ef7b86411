"""Companies and what they say of themselves."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from api.schemas import examples_profiles as examples
from api.schemas.base import MAX_TEXT_CHARACTERS, CountryCode, Printable, RegionCode, Wire
from recommender.entities import SizeClass
from recommender.store.nouns import Company, CompanyProfile, ProfileVersion

MAX_LINES = 50
"""Most offers, needs or sectors."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), Printable]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Printable]
Lines = Annotated[list[Line], Field(max_length=MAX_LINES)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT_CHARACTERS), Printable]
Website = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^$|^https?://[^\s<>\"]+$"),
    Printable,
    Field(description="Address that begins with http:// or https://; may be empty."),
]
BusinessId = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100),
    Printable,
    Field(description="Id in a business register; one company each. May be empty."),
]
SmeId = Annotated[
    str,
    StringConstraints(max_length=200),
    Printable,
    Field(description="Id of the company in the workspace, whose past then speaks for it. Advisors and admins set it."),
]
Languages = Annotated[
    list[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]],
    Field(max_length=20),
]
Size = Annotated[SizeClass, Field(strict=False)]


class ProfileSaid(Wire):
    """What a company says of itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SAID]})

    name: Name
    country: CountryCode | None = None
    region: RegionCode | None = None
    size: Size = SizeClass.UNKNOWN
    sectors: Lines = Field(default_factory=list, description="NACE codes or plain words.")
    website: Website = ""
    sme_id: SmeId = ""
    business_id: BusinessId = ""
    text: Annotated[Said, Field(description="What it does, for whom, and what is new in it; any language.")] = ""
    offers: Lines = Field(default_factory=list)
    needs: Lines = Field(default_factory=list)
    languages: Languages = Field(default_factory=list, description="Languages in which it can work, ISO 639-1.")

    def profile(self) -> CompanyProfile:
        """Say the same in the store's words."""
        return profile_of(self.model_dump())

    @classmethod
    def of(cls, profile: CompanyProfile) -> Self:
        """Show a profile as it is kept."""
        return cls.model_construct(**_shown(profile))


class NewProfile(ProfileSaid):
    """A company to be kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.NEW]})

    sole_trader: Annotated[bool, Field(description="Whether one person is the company: its data are personal.")] = False

    def profile(self) -> CompanyProfile:
        """Say the same in the store's words."""
        return profile_of(self.model_dump(exclude={"sole_trader"}))


class ProfilePatch(Wire):
    """A JSON merge patch (RFC 7396): what is given replaces what stands, null takes it away."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PATCH]})

    name: Name | None = None
    country: CountryCode | None = None
    region: RegionCode | None = None
    size: Size | None = None
    sectors: Lines | None = None
    website: Website | None = None
    sme_id: SmeId | None = None
    business_id: BusinessId | None = None
    text: Said | None = None
    offers: Lines | None = None
    needs: Lines | None = None
    languages: Languages | None = None

    @field_validator("name")
    @classmethod
    def _keeps_its_name(cls, name: str | None) -> str | None:
        if name is None:
            raise PydanticCustomError("name_needed", "A company keeps a name; give another one")
        return name

    def applied(self, profile: CompanyProfile) -> CompanyProfile:
        """Patch a profile."""
        stands = _shown(profile)
        given = {name: value for name, value in self.model_dump(exclude_unset=True).items() if value is not None}
        kept = {name: value for name, value in stands.items() if name not in self.model_fields_set}
        return profile_of(kept | given)


class CompanyShown(Wire):
    """A company: what it says, and what holds of it whatever it says."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPANY]})

    id: str
    version: Annotated[int, Field(description="Counts the versions of the profile, from 1.")]
    profile: ProfileSaid
    sole_trader: bool
    contact_consent: Annotated[bool, Field(description="Whether it agreed to be contacted about matches.")]
    objected: Annotated[bool, Field(description="Whether it objected to being found: then nobody else is shown it.")]
    created_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, company: Company) -> Self:
        """Show a company."""
        return cls(
            id=company.id,
            version=company.version,
            profile=ProfileSaid.of(company.profile),
            sole_trader=company.sole_trader,
            contact_consent=company.contact_consent,
            objected=company.objected,
            created_at=company.created_at,
            changed_at=company.changed_at,
        )


class CompaniesPage(Wire):
    """One page of companies, in the order of entry."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPANIES]})

    items: list[CompanyShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class VersionShown(Wire):
    """One version of a profile."""

    version: int
    profile: ProfileSaid
    author: Annotated[str, Field(description="Id of the account that wrote it.")]
    at: datetime

    @classmethod
    def of(cls, kept: ProfileVersion) -> Self:
        """Show a version."""
        return cls(version=kept.version, profile=ProfileSaid.of(kept.profile), author=kept.author, at=kept.at)


class VersionsPage(Wire):
    """One page of the versions of a profile, oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.VERSIONS]})

    items: list[VersionShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class Consent(Wire):
    """Whether the company agrees to be contacted about matches."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"contact_consent": True}]})

    contact_consent: bool


class Objection(Wire):
    """Whether the company objects to being found by others."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"objected": True}]})

    objected: bool


class SoleTrader(Wire):
    """Whether one person is the company."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sole_trader": True}]})

    sole_trader: bool


def profile_of(shown: dict[str, Any]) -> CompanyProfile:
    """Read a profile from its fields on the wire; what is not there is unknown."""
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in shown.items()}
    return CompanyProfile(**{name: value for name, value in given.items() if value is not None})


def _shown(profile: CompanyProfile) -> dict[str, Any]:
    values = {name: getattr(profile, name) for name in ProfileSaid.model_fields}
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {**shown, "country": profile.country or None, "region": profile.region or None}
