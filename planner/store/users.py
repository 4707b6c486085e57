"""Who may act. While the table is empty every actor is the coordinator."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.domain.actors import ActorRole
from planner.store.base import DEFAULT_OFFICE, Base, EnumText, key, label


class User(Base):
    """A person by the name that --actor gives, with a role and, for a unit's liaison, the unit."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("office", "name"),)

    id: Mapped[key]
    office: Mapped[label] = mapped_column(default=DEFAULT_OFFICE)
    name: Mapped[label]
    role: Mapped[ActorRole] = mapped_column(EnumText(ActorRole))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
