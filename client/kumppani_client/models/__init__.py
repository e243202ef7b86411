"""Contains all the data models used in inputs/outputs"""

from .account import Account
from .account_change import AccountChange
from .accounts import Accounts
from .admitted import Admitted
from .advisors import Advisors
from .asked import Asked
from .audit_line import AuditLine
from .audit_line_detail import AuditLineDetail
from .audit_page import AuditPage
from .audit_proof import AuditProof
from .channel import Channel
from .companies_page import CompaniesPage
from .companies_ranked import CompaniesRanked
from .company_named import CompanyNamed
from .company_ranked import CompanyRanked
from .company_recommendation_request import CompanyRecommendationRequest
from .company_shown import CompanyShown
from .consent import Consent
from .contact_shown import ContactShown
from .decline_reason import DeclineReason
from .disclosure import Disclosure
from .ecosystem_answer import EcosystemAnswer
from .ecosystem_detail import EcosystemDetail
from .ecosystem_detail_goals import EcosystemDetailGoals
from .ecosystem_detail_names import EcosystemDetailNames
from .ecosystem_detail_summaries import EcosystemDetailSummaries
from .ecosystem_summary import EcosystemSummary
from .ecosystems_answer import EcosystemsAnswer
from .erased import Erased
from .erased_rows import ErasedRows
from .evidence_kind import EvidenceKind
from .evidence_shown import EvidenceShown
from .fault_shown import FaultShown
from .field_problem import FieldProblem
from .flagship import Flagship
from .form import Form
from .found import Found
from .found_kind import FoundKind
from .funnel_report import FunnelReport
from .funnel_step import FunnelStep
from .health import Health
from .held import Held
from .held_tables import HeldTables
from .held_tables_additional_property_item import HeldTablesAdditionalPropertyItem
from .import_shown import ImportShown
from .import_state import ImportState
from .intent_kind import IntentKind
from .intent_shown import IntentShown
from .intents_page import IntentsPage
from .interest_answer import InterestAnswer
from .interest_shown import InterestShown
from .interest_state import InterestState
from .interests import Interests
from .introduction_shown import IntroductionShown
from .judgement_given import JudgementGiven
from .key import Key
from .key_made import KeyMade
from .keys import Keys
from .language import Language
from .line_shown import LineShown
from .lines import Lines
from .moved import Moved
from .new_account import NewAccount
from .new_intent import NewIntent
from .new_interest import NewInterest
from .new_key import NewKey
from .new_notice import NewNotice
from .new_outcome import NewOutcome
from .new_profile import NewProfile
from .notice_shown import NoticeShown
from .notices_page import NoticesPage
from .objection import Objection
from .origin import Origin
from .outcome_shown import OutcomeShown
from .outcomes import Outcomes
from .parameter import Parameter
from .part_shown import PartShown
from .part_shown_part import PartShownPart
from .part_shown_state import PartShownState
from .password_change import PasswordChange
from .place import Place
from .problem import Problem
from .profile_patch import ProfilePatch
from .profile_said import ProfileSaid
from .quality_report import QualityReport
from .ready import Ready
from .reason_shown import ReasonShown
from .recommendation_answer import RecommendationAnswer
from .recommendation_request import RecommendationRequest
from .recommendation_shown import RecommendationShown
from .replay_answer import ReplayAnswer
from .role import Role
from .run_answer import RunAnswer
from .run_shown import RunShown
from .scope import Scope
from .search_answer import SearchAnswer
from .session import Session
from .shortlist import Shortlist
from .shortlisted import Shortlisted
from .sign_in import SignIn
from .size_class import SizeClass
from .sole_trader import SoleTrader
from .stage import Stage
from .untold_page import UntoldPage
from .untold_shown import UntoldShown
from .verdict_batch import VerdictBatch
from .verdict_kept import VerdictKept
from .verdict_kind import VerdictKind
from .verdict_page import VerdictPage
from .verdict_shown import VerdictShown
from .verdicts_kept import VerdictsKept
from .version import Version
from .version_shown import VersionShown
from .versions_page import VersionsPage

__all__ = (
    "Account",
    "AccountChange",
    "Accounts",
    "Admitted",
    "Advisors",
    "Asked",
    "AuditLine",
    "AuditLineDetail",
    "AuditPage",
    "AuditProof",
    "Channel",
    "CompaniesPage",
    "CompaniesRanked",
    "CompanyNamed",
    "CompanyRanked",
    "CompanyRecommendationRequest",
    "CompanyShown",
    "Consent",
    "ContactShown",
    "DeclineReason",
    "Disclosure",
    "EcosystemAnswer",
    "EcosystemDetail",
    "EcosystemDetailGoals",
    "EcosystemDetailNames",
    "EcosystemDetailSummaries",
    "EcosystemsAnswer",
    "EcosystemSummary",
    "Erased",
    "ErasedRows",
    "EvidenceKind",
    "EvidenceShown",
    "FaultShown",
    "FieldProblem",
    "Flagship",
    "Form",
    "Found",
    "FoundKind",
    "FunnelReport",
    "FunnelStep",
    "Health",
    "Held",
    "HeldTables",
    "HeldTablesAdditionalPropertyItem",
    "ImportShown",
    "ImportState",
    "IntentKind",
    "IntentShown",
    "IntentsPage",
    "InterestAnswer",
    "Interests",
    "InterestShown",
    "InterestState",
    "IntroductionShown",
    "JudgementGiven",
    "Key",
    "KeyMade",
    "Keys",
    "Language",
    "Lines",
    "LineShown",
    "Moved",
    "NewAccount",
    "NewIntent",
    "NewInterest",
    "NewKey",
    "NewNotice",
    "NewOutcome",
    "NewProfile",
    "NoticeShown",
    "NoticesPage",
    "Objection",
    "Origin",
    "Outcomes",
    "OutcomeShown",
    "Parameter",
    "PartShown",
    "PartShownPart",
    "PartShownState",
    "PasswordChange",
    "Place",
    "Problem",
    "ProfilePatch",
    "ProfileSaid",
    "QualityReport",
    "Ready",
    "ReasonShown",
    "RecommendationAnswer",
    "RecommendationRequest",
    "RecommendationShown",
    "ReplayAnswer",
    "Role",
    "RunAnswer",
    "RunShown",
    "Scope",
    "SearchAnswer",
    "Session",
    "Shortlist",
    "Shortlisted",
    "SignIn",
    "SizeClass",
    "SoleTrader",
    "Stage",
    "UntoldPage",
    "UntoldShown",
    "VerdictBatch",
    "VerdictKept",
    "VerdictKind",
    "VerdictPage",
    "VerdictShown",
    "VerdictsKept",
    "Version",
    "VersionShown",
    "VersionsPage",
)
