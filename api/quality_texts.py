"""What to do about a part of a profile that is missing or thin, in three languages."""

from collections.abc import Mapping

from api.schemas.base import Language

MEANING: Mapping[Language, str] = {
    "en": "How much of what the recommender reads is there, of 100 points; it says nothing of how good the company is.",
    "fi": "Kuinka suuri osa suosittelijan lukemista tiedoista on annettu, 100 pisteestä; se ei arvioi yritystä.",
    "sv": "Hur mycket av det som rekommendationen läser som finns, av 100 poäng; det bedömer inte företaget.",
}
SUGGESTIONS: Mapping[str, Mapping[Language, str]] = {
    "text": {
        "en": "Write about 40 words: what you make, for whom, and what is new in it.",
        "fi": "Kirjoita noin 40 sanaa: mitä teette, kenelle ja mitä uutta siinä on.",
        "sv": "Skriv omkring 40 ord: vad ni gör, för vem och vad som är nytt i det.",
    },
    "concreteness": {
        "en": "Name things: products, materials, methods, standards, figures; 'hydraulic valves, 350 bar' finds more "
        "than 'quality solutions'.",
        "fi": "Nimeä asioita: tuotteita, materiaaleja, menetelmiä, standardeja, lukuja; 'hydrauliventtiilit, 350 bar' "
        "löytää enemmän kuin 'laadukkaat ratkaisut'.",
        "sv": "Nämn saker: produkter, material, metoder, standarder, siffror; 'hydraulventiler, 350 bar' hittar mer än "
        "'kvalitetslösningar'.",
    },
    "offers": {
        "en": "List what a partner would get from you, a line each: 'prototypes of cast parts in two weeks'.",
        "fi": "Luettele, mitä kumppani saisi teiltä, rivi kustakin: 'valukappaleiden prototyypit kahdessa viikossa'.",
        "sv": "Räkna upp vad en partner får av er, en rad för var sak: 'prototyper av gjutna delar på två veckor'.",
    },
    "needs": {
        "en": "List what you seek, a line each: 'a test site for sensors in a paper mill'.",
        "fi": "Luettele, mitä etsitte, rivi kustakin: 'testipaikka antureille paperitehtaassa'.",
        "sv": "Räkna upp vad ni söker, en rad för var sak: 'en testplats för givare i ett pappersbruk'.",
    },
    "sectors": {
        "en": "Give your sector as a NACE code such as 28.49, or in a plain word such as 'machining'.",
        "fi": "Kerro toimialanne TOL-koodina, esimerkiksi 28.49, tai sanalla, esimerkiksi 'koneistus'.",
        "sv": "Ange er bransch som SNI-kod, till exempel 28.49, eller med ett ord, till exempel 'maskinbearbetning'.",
    },
    "region": {
        "en": "Give country and region (NUTS code, such as FI1D7), so that what is near can be told.",
        "fi": "Kerro maa ja maakunta (NUTS-koodi, esimerkiksi FI1D7), jotta lähellä olevat erottuvat.",
        "sv": "Ange land och region (NUTS-kod, till exempel FI1D7), så att det som ligger nära kan skiljas ut.",
    },
    "size": {
        "en": "Give the size: micro (under 10 people), small (under 50) or medium (under 250).",
        "fi": "Kerro koko: mikro (alle 10 henkilöä), pieni (alle 50) tai keskisuuri (alle 250).",
        "sv": "Ange storleken: mikro (under 10 personer), litet (under 50) eller medelstort (under 250).",
    },
    "languages": {
        "en": "Give the languages in which you can work, such as fi, sv, en.",
        "fi": "Kerro kielet, joilla voitte työskennellä, esimerkiksi fi, sv, en.",
        "sv": "Ange de språk som ni kan arbeta på, till exempel fi, sv, en.",
    },
}
