"""Countries by the regions that the United Nations count by.

Source: UN Statistics Division, “Standard country or area codes for statistical use” (M49). Africa and Europe, whose
partners this dialogue brings together, by sub-region; the other continents whole. Taiwan, which M49 does not list,
stands where it lies; Antarctica is a region of its own there too.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Region(TextChoices):
    """Where a voice comes from: the M49 number and its name."""

    NORTHERN_AFRICA = "015", _("Northern Africa")
    WESTERN_AFRICA = "011", _("Western Africa")
    MIDDLE_AFRICA = "017", _("Middle Africa")
    EASTERN_AFRICA = "014", _("Eastern Africa")
    SOUTHERN_AFRICA = "018", _("Southern Africa")
    NORTHERN_EUROPE = "154", _("Northern Europe")
    WESTERN_EUROPE = "155", _("Western Europe")
    SOUTHERN_EUROPE = "039", _("Southern Europe")
    EASTERN_EUROPE = "151", _("Eastern Europe")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    OCEANIA = "009", _("Oceania")
    ANTARCTICA = "010", _("Antarctica")
    SEVERAL = "", _("several countries")
    NOT_GIVEN = "-", _("country not given")


_COUNTRIES = {
    Region.NORTHERN_AFRICA: "DZ EG EH LY MA SD TN",
    Region.WESTERN_AFRICA: "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    Region.MIDDLE_AFRICA: "AO CD CF CG CM GA GQ ST TD",
    Region.EASTERN_AFRICA: "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    Region.SOUTHERN_AFRICA: "BW LS NA SZ ZA",
    Region.NORTHERN_EUROPE: "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    Region.WESTERN_EUROPE: "AT BE CH DE FR LI LU MC NL",
    Region.SOUTHERN_EUROPE: "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    Region.EASTERN_EUROPE: "BG BY CZ HU MD PL RO RU SK UA",
    Region.AMERICAS: (
        "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN"
        " KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI"
    ),
    Region.ASIA: (
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP"
        " OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
    ),
    Region.OCEANIA: (
        "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"
    ),
    Region.ANTARCTICA: "AQ",
}
REGIONS = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of_body(country: str) -> Region:
    """Where an organisation is (ISO 3166-1, two letters); one without a country is of several."""
    return REGIONS.get(country.upper(), Region.SEVERAL)


def region_of_person(country: str) -> Region:
    """Where somebody is who speaks in their own name; they need not say."""
    return REGIONS.get(country.upper(), Region.NOT_GIVEN)
