"""Words that sound like a reward or like advertising, as patterns, in the languages shops here write in.

Every list is asked, whatever the shop's language: a letter may hold two. What means something harmless in
another of these languages is left out.
"""

# Meant for certain.
REWARDS = {
    "en": (
        *(r"discounts?", r"vouchers?", r"coupons?", r"gift cards?", r"prizes?", r"prize draw", r"raffle"),
        *(r"rewards?", r"cash ?back", r"in return", r"\d+ ?% off", r"\d+ ?%", r"money off", r"store credit"),
        *(r"loyalty points", r"bonus points", r"extra points", r"free gifts?", r"for free"),
    ),
    "de": (
        *(r"\w*gutschein\w*", r"\w*rabatt\w*", r"preisnachl[aä]ss\w*", r"geschenkkarten?", r"gewinnspiel\w*"),
        *(r"verlosung(?:en)?", r"verlosen", r"belohnung(?:en)?", r"prämien?", r"treuepunkte", r"bonuspunkte"),
        *(r"kostenlos\w*", r"gratis", r"als dankeschön", r"im gegenzug"),
    ),
    "fr": (
        *(
            r"remises? (?:de \d+|sur)",
            r"% de remise",
            r"réductions?",
            r"bons? d['’]achat",
            r"bons? de réduction",
            r"chèques?[ -]cadeaux?",
        ),
        *(
            r"cartes?[ -]cadeaux?",
            r"tirage au sort",
            r"jeu[ -]concours",
            r"récompenses?",
            r"points de fidélité",
        ),
        *(r"codes? promo", r"gratuit(?:e|s|es|ement)?", r"en échange", r"cagnotte"),
    ),
    "nl": (
        *(r"\w*korting\w*", r"waardebon(?:nen)?", r"cadeaubon(?:nen)?", r"tegoedbon(?:nen)?"),
        *(r"cadeaukaart(?:en)?", r"prijsvraag", r"verloting(?:en)?", r"verloten", r"beloning(?:en)?"),
        *(r"spaarpunten", r"bonuspunten", r"gratis", r"in ruil"),
    ),
}
# Perhaps meant.
PERHAPS_REWARDS = {
    "en": (r"gifts?", r"(?<!feel )free", r"points", r"win", r"thank you with", r"treats?"),
    "de": (r"geschenke?", r"geschenkt", r"gewinnen", r"punkte"),
    "fr": (r"cadeaux?", r"gagne[rz]", r"offerte?s?"),
    "nl": (r"cadeau(?:s|tjes?)?", r"winnen", r"punten"),
}
PROMOTIONS = {
    "en": (
        *(r"discounts?", r"special offers?", r"offers?", r"sale", r"\d+ ?% off", r"coupons?", r"deals?"),
        *(r"buy now", r"shop now", r"order now", r"new collection", r"limited time", r"don['’]t miss"),
        *(r"bargains?", r"while stocks last", r"recommend us", r"bring a friend", r"new arrivals?"),
    ),
    "de": (
        *(r"\w*rabatt\w*", r"\w*angebote?", r"\w*schlussverkauf", r"ausverkauf", r"schnäppchen"),
        *(r"jetzt (?:kaufen|bestellen|zugreifen|sichern)", r"neue kollektion", r"neuheiten?"),
        *(r"solange der vorrat reicht", r"nur für kurze zeit", r"empfehlen sie uns", r"preisnachl[aä]ss\w*"),
    ),
    "fr": (
        *(
            r"remises? (?:de \d+|sur)",
            r"% de remise",
            r"réductions?",
            r"promotions?",
            r"codes? promo",
            r"soldes",
            r"offres?",
            r"nouveautés?",
        ),
        *(r"(?:achetez|commandez|profitez)[ -](?:maintenant|en)", r"nouvelle collection"),
        *(r"bonnes? affaires?", r"dans la limite des stocks", r"parrainez", r"ventes? privées?"),
    ),
    "nl": (
        *(r"\w*korting\w*", r"aanbieding(?:en)?", r"uitverkoop", r"opruiming", r"koopjes?"),
        *(r"(?:koop|bestel) nu", r"nieuwe collectie", r"nieuw binnen", r"zolang de voorraad strekt"),
        *(r"beveel ons aan", r"breng een vriend(?:in)? mee"),
    ),
}
