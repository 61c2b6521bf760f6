"""Orders as Shopify, Square and WooCommerce write them: what stands in the book afterwards, to the cent."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.shop.models import Location, User
from customers.actions import data_import as imports
from customers.actions.import_ledger import left_out_rows
from customers.actions.import_running import preview_import
from customers.actions.import_undo import start_import_undo, undo_import
from customers.importing.formats import FORMATS, recognise
from customers.importing.order_rows import OrderReader
from customers.importing.reading import Row
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_line import PART
from customers.models import Customer, DataImport, ImportRow, Interaction, Purchase
from tests.customers.actions.import_files import bring, nothing, run
from tests.customers.importing.vendors.test_customers import written

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
    "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Zip,"
    "Billing Country,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,"
    "Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,"
    "Tax 1 Name,Tax 1 Value,Phone,Receipt Number"
)
TRANSACTIONS = (
    "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,"
    "Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,Transaction ID,Payment ID,"
    "Card Brand,PAN Suffix,Details,Description,Event Type,Location,Customer ID,Customer Name,"
    "Transaction Status"
)
ITEMS = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,"
    "Net Sales,Tax,Transaction ID,Payment ID,Event Type,Location,Customer ID,Customer Name,Itemization Type"
)
WOO = (
    "order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,fee_total,"
    "fee_tax_total,tax_total,order_total,order_currency,customer_ip_address,customer_user_agent,customer_id,"
    "customer_email,billing_first_name,billing_last_name,billing_email,billing_phone,billing_country,"
    "refund_items,line_item_1,line_item_2,Product Item 1 Name,Product Item 1 id,Product Item 1 SKU,"
    "Product Item 1 Quantity,Product Item 1 Total,Product Item 1 Subtotal,Product Item 2 Name,"
    "Product Item 2 Quantity,Product Item 2 Total,Product Item 2 Subtotal"
)
ANALYTICS = (
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),"
    "Net Sales,Attribution"
)
TEA = {
    "Name": "#1001",
    "Email": "anna@example.com",
    "Financial Status": "paid",
    "Currency": "GBP",
    "Shipping": "5.00",
    "Taxes": "8.00",
    "Total": "103.00",
    "Discount Amount": "10.00",
    "Created at": "2024-05-01 10:00:00 +0200",
    "Lineitem quantity": "2",
    "Lineitem name": "Teapot",
    "Lineitem price": "40.00",
    "Lineitem sku": "T1",
    "Billing Name": "Anna Jansen",
    "Billing Country": "NL",
}
CUP = {"Name": "#1001", "Email": "anna@example.com", "Lineitem quantity": "1", "Lineitem name": "Cup"}
CUP |= {"Lineitem price": "20.00"}
SALE = {"Date": "05/31/2024", "Time": "14:05:10", "Transaction ID": "T1", "Event Type": "Payment"}
SALE |= {"Gross Sales": "$1,050.00", "Discounts": "-$50.00", "Net Sales": "$1,000.00", "Tax": "$80.00"}
SALE |= {
    "Tip": "$5.00",
    "Total Collected": "$1,085.00",
    "Description": "Bike, 2 x Lamp",
    "Customer ID": "SQ1",
}
BIKE = {
    "Date": "05/31/2024",
    "Time": "14:05:10",
    "Transaction ID": "T1",
    "Event Type": "Payment",
    "Qty": "1.0",
}
BIKE |= {"Item": "Bike", "Gross Sales": "$1,000.00", "Discounts": "-$50.00", "Net Sales": "$950.00"}
BIKE |= {"Tax": "$76.00", "Category": "Bikes", "SKU": "B1"}
LAMP = BIKE | {"Item": "Lamp", "Qty": "2.0", "Gross Sales": "$50.00", "Discounts": "$0.00"}
LAMP |= {"Net Sales": "$50.00", "Tax": "$4.00"}
MUG = {
    "order_id": "77",
    "order_number": "77",
    "order_date": "2024-05-01 10:00:00",
    "status": "wc-completed",
    "shipping_total": "4.00",
    "shipping_tax_total": "0.40",
    "tax_total": "2.00",
    "order_total": "26.40",
    "order_currency": "GBP",
    "customer_ip_address": "192.0.2.7",
    "customer_user_agent": "Mozilla",
    "billing_email": "anna@example.com",
    "billing_first_name": "Anna",
    "billing_last_name": "Jansen",
    "Product Item 1 Name": "Mug",
    "Product Item 1 SKU": "M1",
    "Product Item 1 Quantity": "2",
    "Product Item 1 Total": "18.00",
    "Product Item 1 Subtotal": "20.00",
    "Product Item 2 Name": "Card",
    "Product Item 2 Quantity": "1",
    "Product Item 2 Total": "2.00",
    "Product Item 2 Subtotal": "2.00",
}


def orders(headers, *rows, by, **how):
    return run(
        written(headers, *rows).encode(), by, **{"currency": "GBP", "time_zone": "Europe/Amsterdam"} | how
    )


def book():
    """{number there: total, and what it came to beside goods}."""
    return {
        purchase.external_id: (
            purchase.total,
            {line.product_code: line.total for line in purchase.lines.all() if line.product_code[:1] == "+"},
        )
        for purchase in Purchase.objects.prefetch_related("lines")
    }


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (SHOPIFY, "shopify-orders"),
        (SHOPIFY.partition(",Lineitem discount")[0], "shopify-orders"),
        (TRANSACTIONS, "square-transactions"),
        (TRANSACTIONS.replace("Customer ID,Customer Name,", "Deposit ID,"), "square-transactions"),
        (ITEMS + ",Unit,Count,GTIN,Commission,Employee,Token", "square-items"),
        (
            ITEMS.replace("Gross Sales", "Product Sales").replace("Time,Time Zone", "Time Zone"),
            "square-items",
        ),
        (WOO, "woocommerce-orders"),
        (ANALYTICS, "woocommerce-analytics"),
    ],
)
def test_orders_files_are_recognised_by_their_headers_in_any_order(headers, key):
    assert recognise([name.lower() for name in reversed(headers.split(","))]).key == key


def test_shopify_order_of_several_rows_is_one_purchase_with_its_person(mark):
    done = orders(SHOPIFY, TEA, CUP, by=mark)

    purchase = Purchase.objects.get()
    assert book() == {"#1001": (103, {"+shipping": 5, "+discount": -10, "+tax": 8})}
    assert [(line.product_name, line.quantity) for line in purchase.lines.all()[:2]] == [
        ("Teapot", 2),
        ("Cup", 1),
    ]
    assert purchase.at.isoformat() == "2024-05-01T08:00:00+00:00"
    assert (purchase.customer.full_name, purchase.customer.country) == ("Anna Jansen", "NL")
    assert purchase.customer.interactions.get().text == "2 items: Teapot, Cup"
    assert (done.counts["rows"], done.row_count) == ({"created": 2}, 2)


def test_tax_inside_the_prices_is_not_added(mark):
    orders(SHOPIFY, TEA | {"Total": "95.00"}, CUP, by=mark)

    assert book() == {"#1001": (95, {"+shipping": 5, "+discount": -10})}


def test_discounts_of_lines_are_not_taken_off_twice(mark):
    orders(SHOPIFY, TEA | {"Lineitem discount": "10.00", "Total": "95.00"}, CUP, by=mark)

    assert book() == {"#1001": (95, {"+shipping": 5})}


def test_refund_is_a_purchase_below_zero_that_can_come_later_and_comes_once(mark):
    orders(SHOPIFY, TEA, CUP, by=mark)
    refunded = TEA | {"Financial Status": "partially_refunded", "Refunded Amount": "20.00"}

    for _time in range(2):
        done = orders(SHOPIFY, refunded, CUP, by=mark)

    refund = Purchase.objects.get(is_refund=True)
    assert (refund.total, refund.refund_of.external_id) == (-20, "#1001")
    assert Customer.objects.get().spend == 83
    assert done.counts["rows"] == {"unchanged": 3}  # two rows, of which one tells of a refund besides
    assert ImportRow.objects.filter(purchase_id=refund.pk, outcome="created").get().row_number == 2


def test_order_paid_back_whole_comes_to_nothing(mark):
    orders(SHOPIFY, TEA | {"Financial Status": "refunded"}, CUP, by=mark)

    assert sorted(total for total, _extras in book().values()) == [-103, 103]


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"Cancelled at": "2024-05-02 10:00:00 +0200"}, "set_aside", "This order was cancelled."),
        ({"Financial Status": "pending"}, "set_aside", "This order is not paid."),
        ({"Financial Status": "voided"}, "set_aside", "This order was never paid."),
        ({"Payment Method": "bogus"}, "set_aside", "This is a test order: no money moved."),
        (
            {"Financial Status": "half paid"},
            "refused",
            (
                'Financial Status: Is "half paid" a sale? Write one of: authorized, expired, paid, '
                "partially_refunded, pending, refunded, unpaid, voided."
            ),
        ),
        ({"Financial Status": ""}, "refused", 'Financial Status: Is "" a sale? Write one of'),
        ({"Currency": "USD"}, "refused", "Currency: This row is in USD, and the import in GBP."),
        ({"Email": "nowhere"}, "refused", "Email: This is not an e-mail address."),
        ({"Created at": ""}, "refused", "Created at: This is not a date."),
        ({"Total": "a lot"}, "refused", "Total: This is not an amount."),
    ],
)
def test_order_that_is_no_sale_says_why_and_none_of_its_rows_counts(mark, change, outcome, reason):
    change = change if change != {"Created at": ""} else {"Created at": "soon"}

    done = orders(SHOPIFY, TEA | change, CUP, TEA | {"Name": "#1002", "Total": "93.00"}, by=mark)

    assert done.counts["rows"] == {outcome: 2, "created": 1}
    assert ImportRow.objects.get(number=2).reason.startswith(reason)
    assert [purchase.external_id for purchase in Purchase.objects.all()] == ["#1002"]


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_refund_of_an_order_that_is_held_back_is_held_back_too(mark, broken):
    refunded = TEA | {"Financial Status": "partially_refunded", "Refunded Amount": "20.00"}
    rows = [refunded, CUP, CUP | {"Lineitem name": "Saucer"}]
    rows[broken] = rows[broken] | {"Lineitem price": "?"}

    orders(SHOPIFY, *rows, by=mark)

    assert not Purchase.objects.exists()
    left_out = list(left_out_rows(DataImport.objects.get()))
    assert [number for number, _reason, _cells in left_out] == [2, 3, 4]  # the refund is no row of its own
    names = SHOPIFY.split(",")
    said = [cells[names.index("Lineitem name")] for _number, _reason, cells in left_out]
    assert said == ["Teapot", "Cup", "Saucer"]


def test_sorted_file_tells_of_the_goods_before_the_order_and_means_the_same(mark):
    other = TEA | {"Name": "#1002", "Lineitem name": "Kettle", "Total": "88.00", "Discount Amount": "0"}

    orders(SHOPIFY, CUP, other | {"Shipping": "0"}, TEA, by=mark)

    totals = {number: total for number, (total, _extras) in book().items()}
    assert totals == {"#1001": 103, "#1002": 88}


def test_row_that_cannot_be_read_says_so_and_the_other_orders_count(mark):
    broken = written(SHOPIFY, TEA, CUP).strip() + "\n#1002" + ",x" * 80 + "\n"

    done = run(broken.encode(), mark, currency="GBP", time_zone="Europe/Amsterdam")

    assert done.counts["rows"] == {"created": 2, "refused": 1}
    assert "more cells" in ImportRow.objects.get(outcome="refused").reason


def test_order_whose_first_row_is_missing_is_refused(mark):
    done = orders(SHOPIFY, CUP, CUP, by=mark)

    assert done.counts["rows"] == {"refused": 2}
    assert ImportRow.objects.first().reason == "The date is missing."


def test_square_transactions_leave_tips_out_and_know_refunds(mark):
    refund = SALE | {"Event Type": "Refund", "Net Sales": "-$100.00", "Tax": "-$8.00", "Tip": "$0.00"}
    part = SALE | {
        "Transaction ID": "T2",
        "Event Type": "Refund",
        "Net Sales": "$0.00",
        "Tax": "",
        "Description": "",
    }
    part |= {"Partial Refunds": '"-$3.00"'.strip('"'), "Customer ID": ""}

    orders(TRANSACTIONS, SALE, refund, part, by=mark)

    totals = {number: total for number, (total, _extras) in book().items()}
    assert totals == {"T1": 1080, "T1/refund": -108, "T2/refund": -3}
    assert Purchase.objects.get(external_id="T1/refund").refund_of.external_id == "T1"
    alone = Purchase.objects.get(external_id="T2/refund")
    assert (alone.customer, [str(line) for line in alone.lines.all()]) == (None, ["Refund"])


def test_square_event_that_nobody_knows_is_a_question(mark):
    done = orders(TRANSACTIONS, SALE | {"Event Type": "Exchange"}, by=mark)

    assert done.counts["rows"] == {"refused": 1}


def test_square_items_are_joined_to_their_transactions(mark):
    imports.receive_file(
        "transactions.csv", [written(TRANSACTIONS, SALE | {"Net Sales": "$1,010.00"}).encode()], by=mark
    )
    other = DataImport.objects.get()

    orders(ITEMS, BIKE, LAMP, by=mark, companion=str(other.pk))

    purchase = Purchase.objects.get()
    assert book() == {"T1": (1090, {"+tax": 80, "+other": 10})}  # a service charge that no item says
    assert [line.total for line in purchase.lines.all()[:2]] == [950, 50]
    assert (purchase.lines.first().category, purchase.customer.external_ids.get().value) == ("Bikes", "SQ1")


def test_square_items_take_nothing_from_transactions_that_do_not_count(mark):
    swapped = SALE | {"Event Type": "Exchange", "Net Sales": "$7.00"}
    imports.receive_file("transactions.csv", [written(TRANSACTIONS, swapped).encode()], by=mark)
    other = DataImport.objects.get()

    orders(ITEMS, BIKE, by=mark, companion=str(other.pk))

    assert book() == {"T1": (1026, {"+tax": 76})}
    assert Purchase.objects.get().customer is None


def test_square_items_say_so_when_the_file_that_goes_with_them_is_gone(
    mark, django_capture_on_commit_callbacks
):
    other = imports.receive_file("transactions.csv", [written(TRANSACTIONS, SALE).encode()], by=mark)
    items = bring(written(ITEMS, BIKE).encode(), mark, currency="GBP", companion=str(other.pk))
    with django_capture_on_commit_callbacks(execute=True):
        imports.discard_import(other, by=mark)

    seen = preview_import(items, progress=nothing)

    reason = "The file that goes with this one is gone. Choose the columns once more."
    assert (seen.state, seen.problem) == ("failed", reason)


def test_square_items_alone_come_to_the_same_as_the_transactions_later(mark):
    orders(ITEMS, BIKE, LAMP, by=mark)

    done = orders(TRANSACTIONS, SALE, by=mark)

    assert done.counts["rows"] == {"unchanged": 1}
    assert Purchase.objects.get().customer is None  # the items did not say who; nobody is put in afterwards


@pytest.mark.parametrize("total", ["", "-$4.80"])
def test_square_refund_of_discounted_goods_is_what_was_paid_for_them(mark, total):
    back = {"Event Type": "Refund", "Transaction ID": "T2", "Gross Sales": "-$5.00", "Discounts": "$1.00"}
    back |= {"Net Sales": "-$4.00", "Tax": "-$0.80"}
    companion = ""
    if total:
        sale = SALE | back | {"Total Collected": total}
        companion = str(bring(written(TRANSACTIONS, sale).encode(), mark, currency="GBP").pk)

    orders(ITEMS, BIKE | back | {"Qty": "-1.0"}, by=mark, companion=companion)

    assert book() == {"T2/refund": (Decimal("-4.80"), {"+tax": Decimal("-0.80")})}


def test_square_items_of_another_country_have_other_names_and_no_time(mark):
    headers = ITEMS.replace("Gross Sales", "Product Sales").replace("Date,Time,Time Zone", "Date")
    row = {name: cell for name, cell in BIKE.items() if name not in {"Time", "Gross Sales"}}

    row |= {"Product Sales": "1.000,00 €", "Date": "31/05/2024", "Net Sales": "950,00 €"}
    row |= {"Discounts": "-50,00 €", "Tax": ""}

    orders(headers, row, by=mark, day_order="dmy", decimal_mark=",")

    assert book() == {"T1": (950, {})}


def test_woocommerce_order_has_its_items_in_numbered_columns(mark):
    done = orders(WOO, MUG, by=mark)

    purchase = Purchase.objects.get()
    lines = [
        (line.product_name, line.quantity, line.unit_price, line.discount) for line in purchase.lines.all()
    ]
    assert lines[:2] == [("Mug", 2, 10, 2), ("Card", 1, 2, 0)]
    assert book() == {"77": (Decimal("26.4"), {"+shipping": 4, "+tax": Decimal("2.4")})}
    assert purchase.customer.full_name == "Anna Jansen"
    assert (done.counts["rows"], done.row_count) == ({"created": 1}, 1)


def test_woocommerce_items_can_stand_in_one_cell_each(mark):
    row = {name: cell for name, cell in MUG.items() if not name.startswith("Product")}
    row["line_item_1"] = "name:Mug: blue|and big|product_id:5|sku:M1|quantity:2|total:18.00|sub_total:20.00"
    row["line_item_2"] = "name:Card|product_id:6|quantity:1|total:2.00|meta:x:y|sub_total:2.00"

    orders(WOO.partition(",Product Item")[0], row, by=mark)

    lines = [
        (line.product_name, line.product_code, line.total) for line in Purchase.objects.get().lines.all()
    ]
    assert lines[:2] == [("Mug: blue|and big", "M1", 18), ("Card", "", 2)]


def test_woocommerce_order_of_fewer_items_than_columns_has_no_more_than_it_says(mark):
    row = {name: cell for name, cell in MUG.items() if not name.startswith("Product")}
    row |= {"line_item_1": "name:Mug|glaze:blue|matt|quantity:2|total:18.00", "line_item_2": ""}

    orders(WOO.partition(",Product Item")[0], row, by=mark)

    goods = Purchase.objects.get().lines.exclude(product_code__startswith="+")
    assert [(line.product_name, line.quantity, line.total) for line in goods] == [("Mug", 2, 18)]


def test_woocommerce_refunds_statuses_and_computers(mark):
    rows = [
        MUG | {"refund_items": "amount:-5.00|reason:broken|date:2024-05-03;amount:1.40|reason:|date:"},
        MUG | {"order_number": "78", "status": "refunded"},
        MUG | {"order_number": "79", "status": "on-hold"},
        MUG | {"order_number": "80", "status": "shipped"},
    ]
    brought = bring(written(WOO, *rows).encode(), mark, currency="GBP")

    done = orders(WOO, *rows, by=mark)

    totals = {number: float(total) for number, (total, _extras) in book().items()}
    assert totals == {"77": 26.4, "77/refund": -6.4, "78": 26.4, "78/refund": -26.4}
    assert done.counts["rows"] == {"created": 4, "set_aside": 1, "refused": 1}
    assert not any("192.0.2.7" in row.cells for row in ImportRow.objects.all())
    left = FORMATS[brought.format].left_behind(brought.headers, brought.mapping)
    assert not {"customer_ip_address", "Product Item 1 Name", "line_item_1"} & set(left)


def test_woocommerce_phone_is_of_the_country_that_the_order_names(mark):
    nobodys = {"billing_email": "", "billing_phone": "0221 123456", "billing_country": "DE"}

    orders(WOO, MUG | nobodys, by=mark, phone_country="GB")

    assert Customer.objects.get().phones.get().number == "+49221123456"


@pytest.mark.parametrize(("headers", "rows"), [(SHOPIFY, [TEA, CUP]), (ITEMS, [BIKE, LAMP]), (WOO, [MUG])])
def test_second_import_of_the_same_orders_changes_nothing(mark, headers, rows):
    orders(headers, *rows, by=mark)
    before = list(Purchase.objects.order_by("pk").values())

    again = orders(headers, *rows, by=mark)

    assert set(again.counts["rows"]) == {"unchanged"}
    assert list(Purchase.objects.order_by("pk").values()) == before


def test_preview_of_orders_counts_the_rows_of_the_file(client, mark):
    refunded = TEA | {"Financial Status": "refunded"}

    seen = preview_import(
        bring(written(SHOPIFY, refunded, CUP).encode(), mark, currency="GBP"), progress=nothing
    )

    assert seen.row_count == 2
    assert seen.counts["orders"]["refunds"]["total"] == "-103.0000"
    client.force_login(mark)
    shown = client.get(f"/imports/{seen.pk}/preview/").text
    assert "1 refund is counted besides: the row of its sale tells of it." in shown


def test_people_who_stand_in_the_book_are_found_and_not_made_again(mark, anna):
    address = anna.emails.first() or anna.emails.create(address="anna@example.com")

    orders(SHOPIFY, TEA | {"Email": address.address.upper()}, CUP, by=mark)

    assert Purchase.objects.get().customer == anna


def test_orders_written_in_small_pieces_come_to_the_same(mark, monkeypatch):
    monkeypatch.setattr("customers.actions.import_sales.PIECE", 1)
    refunded = TEA | {"Financial Status": "refunded"}

    done = orders(SHOPIFY, refunded, CUP, TEA | {"Name": "#1002", "Total": "93.00"}, CUP, by=mark)

    totals = {number: total for number, (total, _extras) in book().items()}
    assert totals == {"#1001": 103, "#1001/refund": -103, "#1002": 93}
    assert done.counts["rows"] == {"created": 5}
    assert done.row_count == 4


def sale_reading(headers, known):
    mapping = known.mapping_of(headers, {})
    words, zone = known.words_of(headers), ZoneInfo("UTC")
    return SaleReading(headers, mapping, zone, currency="GBP", words=words, habits=known.habits)


CELLS = st.sampled_from(
    [
        "",
        " ",
        "-",
        "1",
        "-3,00",
        "1e9",
        "#1001",
        "paid",
        "refunded",
        "Refund",
        "=1+1",
        "\x00",
        "\ud800",
        "x" * 300,
    ]
)
FILES = [(SHOPIFY, TEA), (ITEMS, BIKE), (TRANSACTIONS, SALE), (WOO, MUG)]


@pytest.mark.parametrize(("headers", "row"), FILES)
@settings(max_examples=15, deadline=None)
@given(chosen=st.data())
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(headers, row, chosen):
    names = headers.split(",")
    broken = st.dictionaries(st.sampled_from(names), CELLS, max_size=4)
    said = [row | chosen.draw(broken) for _each in range(4)]
    rows = [Row(number, [each.get(name, "") for name in names]) for number, each in enumerate(said, start=2)]

    reader = OrderReader(sale_reading(names, recognise(names)))
    lines = [line for _row, line in reader.lines(lambda: iter(rows))]

    assert sorted(line.number for line in lines if 0 < line.number < PART) == [2, 3, 4, 5]
    assert len({line.number for line in lines}) == len(lines)


def test_place_is_the_one_that_is_called_so_here(mark):
    market = Location.objects.create(name="Market stall")
    at_the_market = TEA | {"Location": "market STALL"}
    elsewhere = TEA | {"Name": "#1002", "Location": "Pop-up", "Total": "93.00"}

    done = orders(SHOPIFY, at_the_market, CUP, elsewhere, by=mark)

    places = Purchase.objects.order_by("external_id").values_list("location", flat=True)
    assert list(places) == [market.pk, None]
    assert Interaction.objects.get(location=market).kind == "purchase"
    seen = preview_import(
        bring(written(SHOPIFY, elsewhere | {"Name": "#3"}).encode(), mark), progress=nothing
    )
    assert (seen.counts["unknown_places"], done.state) == (["Pop-up"], "applied")


@pytest.mark.parametrize("piece", [1, 5_000])
def test_orders_and_their_refunds_are_taken_back_together(mark, monkeypatch, piece):
    monkeypatch.setattr("customers.actions.import_undo_purchases.PIECE", piece)
    refunded = TEA | {"Financial Status": "refunded"}
    done = orders(SHOPIFY, refunded, CUP, by=mark)

    undo_import(start_import_undo(done, by=mark), progress=nothing)

    assert not Purchase.objects.exists()
    assert not Customer.objects.exists()


def test_sale_stays_when_somebody_has_touched_its_refund(mark):
    done = orders(SHOPIFY, TEA | {"Financial Status": "refunded"}, CUP, by=mark)
    Purchase.objects.filter(is_refund=True).update(version=2)

    undo_import(start_import_undo(done, by=mark), progress=nothing)

    assert Purchase.objects.count() == 2
    assert Purchase.objects.get(is_refund=True).refund_of.external_id == "#1001"


def test_square_times_are_in_the_zone_that_the_row_names(mark):
    eastern = SALE | {"Time Zone": "Eastern Time (US & Canada)"}
    tokyo = SALE | {"Transaction ID": "T2", "Time Zone": "asia/tokyo"}
    unsaid = SALE | {"Transaction ID": "T3"}
    nowhere = SALE | {"Transaction ID": "T4", "Time Zone": "Middle Earth"}

    done = orders(TRANSACTIONS, eastern, tokyo, unsaid, nowhere, by=mark, day_order="mdy")

    at = dict(Purchase.objects.values_list("external_id", "at"))
    assert {number: when.isoformat()[11:16] for number, when in at.items()} == {
        "T1": "18:05",
        "T2": "05:05",
        "T3": "12:05",  # Amsterdam, as it was said in the mapping
    }
    refused = ImportRow.objects.get(data_import=done, outcome="refused")
    assert "Middle Earth" in refused.reason


@pytest.mark.parametrize("called", ["Mira", "MIRA@shop.example"])
def test_square_staff_are_the_colleague_of_this_name_or_email(mark, mira, olga, called):
    User.objects.filter(pk=mira.pk).update(name="Mira", email="mira@shop.example")
    headers = TRANSACTIONS + ",Staff Name"
    strange = SALE | {"Transaction ID": "T2", "Staff Name": "Zoe"}
    rows = [SALE | {"Staff Name": called}, strange]

    seen = preview_import(bring(written(headers, *rows).encode(), mark), progress=nothing)
    orders(headers, *rows, by=mark)

    assert seen.counts["unknown_staff"] == ["Zoe"]
    staff = Purchase.objects.order_by("external_id").values_list("staff", flat=True)
    assert list(staff) == [mira.pk, None]


def test_a_name_that_two_colleagues_have_serves_nobody(mark, mira, olga):
    User.objects.filter(pk__in=[mira.pk, olga.pk]).update(name="Sam")

    orders(ITEMS + ",Employee", BIKE | {"Employee": "Sam"}, by=mark)

    assert Purchase.objects.get().staff is None
