"""The owner lets mail leave again after a restore."""

from crm.shop.actions.opening import hold_mail_after_restore


def test_mail_release_is_offered_to_the_owner_and_works_once(client, olga, shop):
    hold_mail_after_restore(shop)
    client.force_login(olga)
    offered = "Let mail leave again" in client.get("/customers/").content.decode()

    client.post("/mail/release/")

    shop.refresh_from_db()
    assert (offered, shop.mail_held_since) == (True, None)
    assert "Let mail leave again" not in client.get("/customers/").content.decode()


def test_mail_release_is_the_owners(client, mark, shop):
    hold_mail_after_restore(shop)
    client.force_login(mark)

    assert "Let mail leave again" not in client.get("/customers/").content.decode()
    assert client.post("/mail/release/").status_code == 403
