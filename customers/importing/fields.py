"""What a column can mean: the fields of a customer and of a line of a sale, and what files call them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.cleaning import fold
from customers.importing.added_columns import own_headers
from customers.importing.till_statuses import STATUS_HEADINGS

CUSTOM = "custom:"  # before the key of a field that this shop added
OWN_QUESTION = "%s (own question)"
_IS_NUMBERED = re.compile(r" \(\d+\)$")


@dataclass(frozen=True)
class Field:
    """One thing a column can be; `names` are headers seen in real files, folded to their letters."""

    key: str
    label: str | Promise
    names: str = ""  # parted by spaces
    may_repeat: bool = False  # several columns may feed it


CUSTOMER_FIELDS = (
    Field(
        "external_id",
        _("Their number in the other system"),
        "customerid id externalid customernumber customerno referenceid number kundennummer kundennr "
        "kundenid numeroclient noclient nclient codeclient idclient klantnummer klantnr klantid",
    ),
    Field("given_name", _("First name"), "firstname givenname forename vorname prenom voornaam"),
    Field("family_name", _("Last name"), "lastname familyname surname nachname nom familienname achternaam"),
    Field(
        "full_name",
        _("Whole name"),
        "name fullname customername customer contactname kunde kundenname vollername nomcomplet "
        "nomclient client naam klantnaam klant volledigenaam",
    ),
    Field(
        "preferred_name", _("Likes to be called"), "preferredname nickname knownas rufname surnom roepnaam"
    ),
    Field(
        "company",
        _("Company or club"),
        "company companyname organisation organization club firma unternehmen verein entreprise "
        "societe bedrijf bedrijfsnaam",
    ),
    Field(
        "email",
        _("E-mail"),
        "email emailaddress mail email2 emailaddress2 email1value email2value emailadresse adresseemail "
        "courriel emailadres",
        may_repeat=True,
    ),
    Field(
        "phone",
        _("Phone"),
        "phone phonenumber mobile mobilephone telephone tel cell phone2 mobilenumber telefon "
        "telefonnummer handy handynummer mobil mobiltelefon numerodetelephone portable telefoon "
        "telefoonnummer mobiel telefonprivat telefonmobil mobilnummer homephone phone1value phone2value",
        may_repeat=True,
    ),
    Field(
        "street",
        _("Street"),
        "street address address1 streetaddress addressline1 streetaddress1 strasse strassehausnummer "
        "anschrift adresse rue straat adres homestreet address1street",
    ),
    Field("street_more", _("Street, second line"), "address2 addressline2 streetaddress2"),
    Field(
        "postcode",
        _("Postcode"),
        "postcode zip zipcode postalcode plz postleitzahl codepostal homepostalcode address1postalcode",
    ),
    Field("city", _("Town"), "city town ort ville stadt wohnort plaats woonplaats homecity address1city"),
    Field("region", _("Region"), "region state county province bundesland departement provincie"),
    Field("country", _("Country"), "country countrycode land pays homecountryregion address1country"),
    Field("language", _("Language"), "language locale sprache langue taal"),
    Field(
        "birthday",
        _("Birthday"),
        "birthday dateofbirth dob birthdate geburtstag geburtsdatum datedenaissance naissance "
        "anniversaire geboortedatum verjaardag",
    ),
    Field("source", _("How they found us"), "source howtheyfoundus heardaboutus referredby"),
    Field("whereabouts", _("Where to find them"), "whereabouts wheretofindthem"),
    Field("preferred_channel", _("Prefers"), "preferredchannel prefers preferredcontact"),
    Field("relationship", _("Relationship"), "relationship"),
    Field(
        "card_code",
        _("Card code"),
        "cardcode card cardnumber loyaltycard loyaltynumber kartennummer kundenkarte numerocarte "
        "cartefidelite kaartnummer klantenkaart",
    ),
    Field("tags", _("Tags"), "tags tag labels groups schlagworte etiquettes", may_repeat=True),
    Field("likes", _("Likes"), "likes interests", may_repeat=True),
    Field("size", _("Size"), "size shoesize dresssize", may_repeat=True),
    Field("buys_for", _("Buys for"), "buysfor", may_repeat=True),
    Field(
        "good_to_know",
        _("Good to know"),
        "goodtoknow note notes comment comments remark remarks bemerkung bemerkungen notiz notizen "
        "anmerkung anmerkungen kommentar remarque remarques commentaire commentaires notitie notities "
        "opmerking opmerkingen",
        may_repeat=True,
    ),
    Field(
        "consent:email:news",
        _("May get news by e-mail (yes/no)"),
        "acceptsemailmarketing emailconsent newsletter emailmarketing acceptsmarketing emailoptin "
        "marketingoptin optin marketingconsent emailmarketingconsent acceptsemail mailinglist "
        "newsletteroptin werbung werbeeinwilligung nieuwsbrief infolettre",
    ),
    Field(
        "consent:text:news",
        _("May get news by text message (yes/no)"),
        "acceptssmsmarketing smsconsent smsmarketing smsoptin",
    ),
    Field("consent:phone:news", _("May get news by phone (yes/no)"), "phoneconsent"),
    Field("consent:post:news", _("May get news by post (yes/no)"), "postconsent mailconsent"),
    Field("consent:email:feedback", _("May be asked for feedback by e-mail (yes/no)"), "feedbackconsent"),
    Field("consent:email:care", _("May be asked by e-mail how it is going (yes/no)"), "careconsent"),
    Field("consent:email:treats", _("May get treats by e-mail (yes/no)"), "treatsconsent"),
    Field("consent:email:reviews", _("May be asked for a review by e-mail (yes/no)"), "reviewsconsent"),
)

SALE_FIELDS = (
    Field(
        "order_number",
        _("Order number"),
        "ordernumber order orderid receipt receiptnumber invoice invoiceno invoicenumber "
        "transactionid bon bonnr bonnummer beleg belegnr belegnummer rechnung rechnungsnr "
        "rechnungsnummer bestellung bestellnr bestellnummer auftragsnummer ticket numeroticket "
        "numerodeticket facture numerofacture commande numerocommande kassabon factuur factuurnummer "
        "ordernummer bestelnummer",
    ),
    Field(
        "at",
        _("Date (and time)"),
        "date orderdate saledate invoicedate datetime createdat paidat soldat when datum belegdatum "
        "kaufdatum verkaufsdatum rechnungsdatum bestelldatum datevente dateachat datefacture "
        "datecommande verkoopdatum factuurdatum besteldatum",
    ),
    Field("time", _("Time"), "time ordertime saletime uhrzeit zeit heure tijd tijdstip"),
    Field(
        "customer_external_id",
        _("Customer's number"),
        "customerid customernumber customerno customerreference customerref customerreferenceid "
        "kundennummer kundennr kundenid numeroclient noclient nclient codeclient idclient klantnummer "
        "klantnr klantid",
    ),
    Field(
        "customer_email",
        _("Customer's e-mail"),
        "email customeremail emailaddress mail kundenemail emailadresse emailclient adresseemail "
        "courriel emailadres klantemail",
    ),
    Field(
        "customer_phone",
        _("Customer's phone"),
        "phone customerphone phonenumber mobile telefon telefonnummer handy handynummer telephone "
        "portable telefoon telefoonnummer",
    ),
    Field(
        "customer_name",
        _("Customer's name"),
        "customername customer kunde kundenname client nomclient klant klantnaam",
        may_repeat=True,
    ),
    Field("place", _("Place, as it is called here"), "location storelocation filiale magasin filiaal"),
    Field("customer_country", _("Customer's country"), "customercountry country land pays"),
    Field(
        "product_code",
        _("Product code"),
        "productcode sku stockcode itemcode article articlenumber barcode artikelnummer artikelnr "
        "artnr artikelcode codearticle codeproduit reference ref ean",
    ),
    Field(
        "product_name",
        _("Product"),
        "product productname item itemname description title lineitemname artikel artikelname "
        "artikelbezeichnung bezeichnung produkt produktname produit nomproduit designation libelle "
        "omschrijving artikelnaam productnaam",
    ),
    Field(
        "category",
        _("Category"),
        "category department productcategory kategorie warengruppe categorie rayon productgroep",
    ),
    Field(
        "quantity",
        _("Quantity"),
        "quantity qty units count lineitemquantity menge anzahl stuck stuckzahl quantite qte aantal "
        "hoeveelheid",
    ),
    Field(
        "unit_price",
        _("Unit price"),
        "unitprice price itemprice lineitemprice preis einzelpreis stuckpreis prix prixunitaire prijs "
        "stukprijs eenheidsprijs",
    ),
    Field(
        "discount",
        _("Discount of the line"),
        "discount discounts linediscount lineitemdiscount rabatt nachlass remise rabais korting",
    ),
    Field(
        "total",
        _("Total of the line"),
        "total linetotal amount netsales grosssales betrag summe gesamt gesamtbetrag gesamtpreis "
        "zeilensumme montant somme totalligne prixtotal bedrag totaal totaalbedrag regeltotaal",
    ),
    Field(
        "currency",
        _("Currency of the row"),
        "currency currencycode currencyiso wahrung waehrung devise monnaie valuta munteenheid",
    ),
    Field("order_status", _("Status: is it a sale?"), STATUS_HEADINGS, may_repeat=True),
)

ORDER_FIELDS = (
    *(field for field in SALE_FIELDS if field.key not in {"discount", "total", "order_status"}),
    Field("gross", _("Amount of the line before discount")),
    Field("discount", _("Discount of the line")),
    Field("total", _("Amount of the line without tax")),
    Field("line_tax", _("Tax of the line")),
    Field("order_total", _("Total of the order")),
    Field("order_shipping", _("Postage of the order"), may_repeat=True),
    Field("order_fees", _("Fees of the order"), may_repeat=True),
    Field("order_tip", _("Tip"), may_repeat=True),
    Field("order_tax", _("Tax of the order"), may_repeat=True),
    Field("order_discount", _("Discount of the order")),
    Field("order_refunded", _("Paid back")),
    Field("order_status", _("Status: is it a sale?")),
    Field("order_cancelled", _("Cancelled on")),
    Field("order_payment", _("Way of paying")),
    Field("time_zone", _("Time zone of the date")),
    Field("staff", _("Who served them (name or e-mail of a colleague)")),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    "customers": CUSTOMER_FIELDS,
    "sales": SALE_FIELDS,
    "orders": ORDER_FIELDS,
}


def header_key(header: str) -> str:
    """The letters and digits of a header, so that "E-mail address" and "email_address" are one."""
    return "".join(sign for sign in fold(header) if sign.isalnum())


def fields_of(kind: str, custom: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    """The fields of a kind of file; `custom` ({key: label}) are those the shop added for customers."""
    added = (Field(f"{CUSTOM}{key}", label, _names_of(label)) for key, label in (custom or {}).items())
    return (*FIELDS[kind], *(added if kind == "customers" else ()))


def _names_of(label: str) -> str:
    """What a file calls a question of the shop's own; "Email (2)" is our second column of addresses."""
    names = [header_key(label)] if not _IS_NUMBERED.search(label) else []
    return " ".join([*names, header_key(OWN_QUESTION % label)])


def own_heading(label: str) -> str:
    """The heading for the answers to an own question: another one where its words mean something already."""
    known = {name for field in CUSTOMER_FIELDS for name in field.names.split()}
    is_taken = header_key(label) in known or _IS_NUMBERED.search(label)
    return OWN_QUESTION % label if is_taken else label


def left_behind(headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """Columns that nothing will be read from, by the file's own names; those we added go unsaid."""
    ours = set(headers) - set(own_headers(headers))
    return [header for header in headers if not mapping.get(header) and header not in ours]


def problems_of(mapping: Mapping[str, str], kind: str) -> dict[str, list[str]]:
    """What is wrong with a mapping made by hand: {"twice": field keys, "missing": field keys}."""
    single = {field.key for field in fields_of(kind) if not field.may_repeat}
    chosen = [key for key in mapping.values() if key]
    twice = {key for key in chosen if chosen.count(key) > 1 and (key in single or key.startswith(CUSTOM))}
    return {"twice": sorted(twice), "missing": _missing(set(chosen), kind)}


def _missing(chosen: set[str], kind: str) -> list[str]:
    if kind != "customers":
        needed = [key for key in ("order_number", "at") if key not in chosen]
        prices = {"unit_price", "total", "order_total"}
        return needed + ([] if chosen & prices else ["unit_price"])
    ways = {"external_id", "given_name", "family_name", "full_name", "preferred_name", "company"}
    return [] if chosen & (ways | {"email", "phone", "card_code"}) else ["external_id"]
