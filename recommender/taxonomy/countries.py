"""Country codes as people write them and as CORDIS does: ISO 3166-1 alpha-2, with EL for Greece and UK for Britain."""

import re

from recommender.errors import QueryError
from recommender.taxonomy.regions import country_of

_LISTED = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK FM
FO FR GA GD GE GF GG GH GI GL GM GN GP GQ GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP
MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN
TO TR TT TV TW TZ UA UG UK UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
CODES = frozenset(_LISTED.split())
"""All codes that CORDIS may write: those of ISO 3166-1, Kosovo's XK, and EL and UK in place of GR and GB."""

_WITH_REGIONS = """
AL AT BA BE BG CH CY CZ DE DK EE EL ES FI FR GE HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR
UA UK XK
"""
NUTS_COUNTRIES = frozenset(_WITH_REGIONS.split())
"""Countries with NUTS codes, or statistical regions coded alike: of the EU and of EFTA, candidates and the UK."""

WRITTEN = {"GR": "EL", "GB": "UK"}
"""What CORDIS writes for a code of ISO 3166-1, where it differs."""

INSIDE = re.compile("[0-9A-Z]{0,3}")
"""What follows the country in a NUTS code."""

MOST_SHOWN = 40
"""Characters of what was given that a message repeats."""


def country_code(text: str) -> str:
    """Two-letter code as CORDIS writes it, of a code in any case.

    Raises
    ------
    QueryError
        If it is no country code; where it is the name of a country, the message tells the code.
    """
    given = text.strip()
    code = WRITTEN.get(given.upper(), given.upper())
    if code in CODES:
        return code
    meant = country_of(given)
    advice = f"write {meant}" if meant else "write two letters, such as FI, EL (Greece) or UK"
    raise QueryError(f"{given[:MOST_SHOWN]!r} is not a country code; {advice}.")


def region_code(text: str) -> str:
    """NUTS code in capital letters, of a code in any case: a country and up to three letters or digits.

    Raises
    ------
    QueryError
        If it has not the form of a NUTS code, or its country has none.
    """
    given = text.strip().upper()
    country, inside = WRITTEN.get(given[:2], given[:2]), given[2:]
    if country in NUTS_COUNTRIES and INSIDE.fullmatch(inside):
        return country + inside
    raise QueryError(
        f"{text.strip()[:MOST_SHOWN]!r} is not a NUTS code; write a country and up to three letters or digits, "
        "such as FI1D or FI1D2."
    )
