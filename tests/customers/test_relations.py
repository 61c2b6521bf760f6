from customers.relations import relations_to_customer


def test_relations_name_every_column_on_every_floor():
    labels = {relation.label for relation in relations_to_customer()}

    assert {
        "customers.phone.customer",
        "customers.customer_tags.customer",
        "customers.referral.friend",
        "engagement.message.customer",
        "feedback.complaint.customer",
        "metrics.customerscore.customer",
    } <= labels


def test_relations_say_where_two_rows_are_in_each_others_way():
    unique = {relation.label for relation in relations_to_customer() if relation.is_unique}

    assert {"customers.phone.customer", "customers.referral.friend"} <= unique
    assert not {"customers.purchase.customer", "customers.referral.advocate"} & unique
