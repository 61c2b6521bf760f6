"""Who knows a product: read off the products that are kept of each, by the few whose name has the word."""

from typing import Any

from django.db.models import BooleanField, F, Field, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from customers.models.buying import product_key

# Along the index from one product to the next: a step for each product there is, not for each line.
EVERY = """
    WITH RECURSIVE product (name, code) AS (
        (SELECT product_name, product_code FROM customers_purchaseline
         ORDER BY product_name, product_code LIMIT 1)
        UNION ALL
        SELECT following.product_name, following.product_code FROM product, LATERAL (
            SELECT product_name, product_code FROM customers_purchaseline
            WHERE (product_name, product_code) > (product.name, product.code)
            ORDER BY product_name, product_code LIMIT 1
        ) AS following
    )
"""
IS_IT = "(upper(name) LIKE upper(%s) OR code = %s)"
# In their order, so that they can be halved.
KEYS = f"{EVERY} SELECT {product_key('name', 'code')} AS key FROM product WHERE"
FEW = 200
# Each of somebody's products is compared with each of a few; of many, each is looked for.
HAS_ONE = """
    CASE WHEN cardinality(keys) <= {few} THEN theirs && keys
        ELSE EXISTS (
            SELECT FROM (SELECT unnest(theirs) AS key OFFSET 0) AS each
            WHERE keys[width_bucket(key, keys)] = key)
    END
"""
HAS_NONE = "NOT theirs && keys"


def names_of(product: str) -> RawSQL:
    """The names of the few products that may be it."""
    return _asked(f"{EVERY} SELECT DISTINCT name FROM product WHERE {IS_IT}", product)


def knows(product: str) -> Q:
    """Whoever bought it at any time."""
    return _of_theirs(HAS_ONE.format(few=FEW), _asked(f"{KEYS} {IS_IT} ORDER BY key", product))


def knows_no_other(product: str) -> Q:
    """Whoever never bought anything else."""
    return _of_theirs(HAS_NONE, _asked(f"{KEYS} NOT {IS_IT}", product))


def are_others_few(product: str) -> Q:
    """Whether the word stands in nearly every name."""
    counted = f"{EVERY} SELECT count(*) <= {FEW} FROM product WHERE NOT {IS_IT}"
    return Q(_asked(counted, product, BooleanField()))


def _asked(statement: str, product: str, output_field: "Field[Any, Any] | None" = None) -> RawSQL:
    escaped = product.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    values = [f"%{escaped}%", product]
    return RawSQL(statement, values, output_field)  # noqa: S611 - a fixed text; the words are parameters


def _of_theirs(question: str, keys: RawSQL) -> Q:
    # OFFSET 0 keeps both together: the keys are looked up once, not for each customer.
    asked = Func(
        *(F("buying__products"), keys),
        template=f"(SELECT {question} FROM (SELECT %(expressions)s AS keys OFFSET 0) AS each_of_them)",
        arg_joiner=" AS theirs, ARRAY",
        output_field=BooleanField(),
    )
    return Q(Coalesce(asked, Value(False)))
