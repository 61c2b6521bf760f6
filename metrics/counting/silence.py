"""Silence: from when on somebody counts as silent, and which silence is long enough to say so."""

from metrics.definitions.churn import SILENCES


def each(words: str, lengths: tuple[int, ...]) -> str:
    """The same for each number of days."""
    return ", ".join(words.replace("{days}", str(days)) for days in lengths)


# Who is silent begins so long after a visit and ends with the next one. Whom one could call silent, everybody
# first seen so long ago, is counted where they bought last, and so moves with them.
SILENT_BY_VISIT = """
    count(*) FILTER (WHERE next_on IS NULL OR next_on > "on" + {days}) AS silent_{days},
    count(*) FILTER (WHERE moves_here AND "on" > first_on + {days}) AS moved_{days}"""
SILENT_BY_NEXT_VISIT = """
    count(*) FILTER (WHERE next_on > "on" + {days}) AS broken_{days},
    count(*) FILTER (WHERE moves_on AND next_on > first_on + {days}) AS moved_{days}"""
SILENT_BY_FIRST_VISIT = """
    count(*) FILTER (WHERE "on" <= first_on + {days}
        AND (next_on IS NULL OR next_on > first_on + {days})) AS known_{days}"""
# Of the silences that reached so many days at least half a year ago: how many ended in the half year after.
# Two places on one day are a silence of no days, which reaches nothing.
_REACHED = """
    count(*) FILTER (WHERE "on" <= %(as_of)s::date - 180 - {days}
        AND (next_on IS NULL OR next_on > "on" + {days})) AS reached_{days},
    count(*) FILTER (WHERE "on" <= %(as_of)s::date - 180 - {days} AND next_on > "on" + {days}
        AND next_on <= "on" + {days} + 180) AS broken_{days}"""
BROKEN = f"""
    SELECT length, broken, reached FROM (
        SELECT {each(_REACHED, SILENCES)} FROM (
            SELECT "on", lead("on") OVER (PARTITION BY customer_id ORDER BY "on") AS next_on
            FROM metrics_buyingday WHERE customer_id IS NOT NULL AND orders > 0 AND "on" <= %(as_of)s
        ) AS gaps
    ) AS counted CROSS JOIN LATERAL (
        VALUES {each("({days}, broken_{days}, reached_{days})", SILENCES)}
    ) AS told (length, broken, reached)
    WHERE reached > 0 ORDER BY length
"""
