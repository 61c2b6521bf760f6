"""The people who work in the shop."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission, Role, permissions_of


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def owners(self) -> Self:
        return self.active().filter(role=Role.OWNER)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password they can only come in by invitation."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        person: User = self.get(email__iexact=email)
        return person


class User(AbstractBaseUser):
    """Somebody who works here and signs in by e-mail."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STAFF)
    is_active = models.BooleanField(_("works here"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    pin = models.CharField(max_length=128, blank=True, editable=False)  # a hash, see actions/till.py
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=models.Q(email=Lower("email")),
            ),
            models.CheckConstraint(name="user_role_is_known", condition=models.Q(role__in=Role.values)),
        ]

    # True while this request is by a PIN at the till (crm/shop/middleware.py sets it).
    by_pin: bool = False

    def __str__(self) -> str:
        return self.name

    def can(self, permission: Permission) -> bool:
        return self.is_active and permission in permissions_of(self.role, by_pin=self.by_pin)

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER
