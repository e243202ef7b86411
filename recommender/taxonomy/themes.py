"""Names of the themes that an ecosystem of the catalogue may have, by their slug."""

_NAMES: dict[str, tuple[str, str, str]] = {
    "agriculture": ("Agriculture", "Maatalous", "Jordbruk"),
    "artificial-intelligence": ("Artificial intelligence", "Tekoäly", "Artificiell intelligens"),
    "batteries": ("Batteries", "Akut", "Batterier"),
    "bioeconomy": ("Bioeconomy", "Biotalous", "Bioekonomi"),
    "brain-health": ("Brain health", "Aivoterveys", "Hjärnhälsa"),
    "buildings": ("Buildings", "Rakennukset", "Byggnader"),
    "circular-economy": ("Circular economy", "Kiertotalous", "Cirkulär ekonomi"),
    "cyber-security": ("Cyber security", "Kyberturvallisuus", "Cybersäkerhet"),
    "data": ("Data", "Data", "Data"),
    "defence": ("Defence", "Puolustus", "Försvar"),
    "digitalisation": ("Digitalisation", "Digitalisaatio", "Digitalisering"),
    "drug-development": ("Drug development", "Lääkekehitys", "Läkemedelsutveckling"),
    "electrification": ("Electrification", "Sähköistäminen", "Elektrifiering"),
    "energy": ("Energy", "Energia", "Energi"),
    "fibre-products": ("Fibre products", "Kuitutuotteet", "Fiberprodukter"),
    "food": ("Food", "Elintarvikkeet", "Livsmedel"),
    "forest-machines": ("Forest machines", "Metsäkoneet", "Skogsmaskiner"),
    "forestry": ("Forestry", "Metsätalous", "Skogsbruk"),
    "health-data": ("Health data", "Terveysdata", "Hälsodata"),
    "health-technology": ("Health technology", "Terveysteknologia", "Hälsoteknik"),
    "hydrogen": ("Hydrogen", "Vety", "Vätgas"),
    "logistics": ("Logistics", "Logistiikka", "Logistik"),
    "low-carbon": ("Low carbon", "Vähähiilisyys", "Låga koldioxidutsläpp"),
    "manufacturing": ("Manufacturing", "Valmistava teollisuus", "Tillverkning"),
    "maritime": ("Maritime industry", "Meriteollisuus", "Maritim industri"),
    "materials": ("Materials", "Materiaalit", "Material"),
    "metals": ("Metals", "Metallit", "Metaller"),
    "mining": ("Mining", "Kaivostoiminta", "Gruvdrift"),
    "mobility": ("Mobility", "Liikkuminen", "Mobilitet"),
    "networks-and-communication": ("Networks and communication", "Verkot ja tietoliikenne", "Nät och kommunikation"),
    "packaging": ("Packaging", "Pakkaukset", "Förpackningar"),
    "photonics": ("Photonics", "Fotoniikka", "Fotonik"),
    "plastics": ("Plastics", "Muovit", "Plast"),
    "renewable-fuels": ("Renewable fuels", "Uusiutuvat polttoaineet", "Förnybara bränslen"),
    "robotics-and-automation": ("Robotics and automation", "Robotiikka ja automaatio", "Robotik och automation"),
    "semiconductors": ("Semiconductors", "Puolijohteet", "Halvledare"),
    "shipbuilding": ("Shipbuilding", "Laivanrakennus", "Skeppsbyggnad"),
    "smart-cities": ("Smart cities", "Älykkäät kaupungit", "Smarta städer"),
    "software": ("Software", "Ohjelmistot", "Programvara"),
    "steel": ("Steel", "Teräs", "Stål"),
    "textiles": ("Textiles", "Tekstiilit", "Textilier"),
    "water": ("Water", "Vesi", "Vatten"),
    "wellbeing": ("Wellbeing", "Hyvinvointi", "Välbefinnande"),
    "work-machines": ("Work machines", "Työkoneet", "Arbetsmaskiner"),
}

THEMES: dict[str, dict[str, str]] = {
    slug: dict(zip(("en", "fi", "sv"), names, strict=True)) for slug, names in _NAMES.items()
}
"""Names by slug and language (``en``, ``fi``, ``sv``)."""


def theme_name(slug: str, language: str = "en") -> str:
    """Name of a theme in `language`, else in English; where it has no name, the words of its slug."""
    names = THEMES.get(slug)
    return names.get(language, names["en"]) if names else slug.replace("-", " ").capitalize()
