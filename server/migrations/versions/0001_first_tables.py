"""The first tables: people, units, cases, clocks, notices, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("display", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("username"),
    )
    op.create_index("ix_account_unit", "account", ["unit"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("lane"),
    )
    op.create_table(
        "audit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lane", "seq", name="uq_audit_record_lane_seq"),
    )
    op.create_index("ix_audit_record_actor", "audit_record", ["actor"], unique=False)
    op.create_index("ix_audit_record_object", "audit_record", ["object"], unique=False)

    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("regime", sa.String(length=40), nullable=False),
        sa.Column("regime_version", sa.String(length=20), nullable=False),
        sa.Column(
            "kind", sa.Enum("statutory", "commitment", name="clockkind", native_enum=False, length=12), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("running", "met", "expired", name="clockstate", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("derivation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "rule", "started_at", name="uq_clock_case_rule_start"),
    )
    op.create_index("ix_clock_case_id", "clock", ["case_id"], unique=False)
    op.create_index(
        "ix_clock_running_due",
        "clock",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )

    op.create_table(
        "code_attempt",
        sa.Column("number_index", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number_index"),
    )
    op.create_table(
        "duty_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=6), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_duty_entry_category_code", "duty_entry", ["category_code"], unique=False)
    op.create_index("ix_duty_entry_unit_code", "duty_entry", ["unit_code"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("content_index", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "key"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "kiosk",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "kiosk_nonce",
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "nonce"),
    )
    op.create_index("ix_kiosk_nonce_seen_at", "kiosk_nonce", ["seen_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notice_account_delivered_at", "notice", ["account", "delivered_at"], unique=False)
    op.create_index("ix_notice_case_id", "notice", ["case_id"], unique=False)

    op.create_table(
        "number_counter",
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("form", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", "day", "form"),
    )
    op.create_table(
        "number_lease",
        sa.Column("number", sa.String(length=38), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("leased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_number_lease_kiosk", "number_lease", ["kiosk"], unique=False)

    op.create_table(
        "page_upload",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "kiosk"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("id_index", sa.String(length=64), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id_index"),
    )
    op.create_index("ix_person_phone_index", "person", ["phone_index"], unique=False)

    op.create_table(
        "petition_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=38), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("hall_region", sa.String(length=12), nullable=False),
        sa.Column("category_code", sa.String(length=6), nullable=False),
        sa.Column("category_path", sa.String(length=200), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("visit_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("continues", sa.String(length=32), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("petitioner_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("matter_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("decision_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_petition_case_category_code", "petition_case", ["category_code"], unique=False)
    op.create_index("ix_petition_case_holder", "petition_case", ["holder"], unique=False)
    op.create_index("ix_petition_case_registered_at", "petition_case", ["registered_at"], unique=False)
    op.create_index("ix_petition_case_state", "petition_case", ["state"], unique=False)

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_unit_kind", "unit", ["kind"], unique=False)
    op.create_index("ix_unit_parent", "unit", ["parent"], unique=False)
    op.create_index("ix_unit_region", "unit", ["region"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["petition_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "seq", name="uq_case_event_case_id_seq"),
    )
    op.create_table(
        "case_exclusion",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["petition_case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "kind", "code"),
    )
    op.create_table(
        "case_page",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["petition_case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "position"),
    )
    op.create_index("ix_case_page_sha256", "case_page", ["sha256"], unique=False)

    op.create_table(
        "case_party",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["petition_case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "account"),
    )
    op.create_index("ix_case_party_account", "case_party", ["account"], unique=False)

    op.create_table(
        "case_person",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["petition_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id"),
    )
    op.create_index("ix_case_person_person_id", "case_person", ["person_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["unit.code"],
        ),
        sa.PrimaryKeyConstraint("unit", "role", "account"),
    )
    op.create_index("ix_post_account", "post", ["account"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.username"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_web_session_account", "web_session", ["account"], unique=False)

    # the audit chains stand ready, so that the first two writers of a lane cannot both begin it
    heads = sa.table(
        "audit_head", sa.column("lane", sa.Integer), sa.column("seq", sa.Integer), sa.column("hash", sa.String)
    )
    op.bulk_insert(heads, [{"lane": lane, "seq": 0, "hash": ""} for lane in range(16)])


def downgrade() -> None:
    op.drop_index("ix_web_session_account", table_name="web_session")

    op.drop_table("web_session")
    op.drop_index("ix_post_account", table_name="post")

    op.drop_table("post")
    op.drop_index("ix_case_person_person_id", table_name="case_person")

    op.drop_table("case_person")
    op.drop_index("ix_case_party_account", table_name="case_party")

    op.drop_table("case_party")
    op.drop_index("ix_case_page_sha256", table_name="case_page")

    op.drop_table("case_page")
    op.drop_table("case_exclusion")
    op.drop_table("case_event")
    op.drop_index("ix_unit_region", table_name="unit")
    op.drop_index("ix_unit_parent", table_name="unit")
    op.drop_index("ix_unit_kind", table_name="unit")

    op.drop_table("unit")
    op.drop_table("region")
    op.drop_index("ix_petition_case_state", table_name="petition_case")
    op.drop_index("ix_petition_case_registered_at", table_name="petition_case")
    op.drop_index("ix_petition_case_holder", table_name="petition_case")
    op.drop_index("ix_petition_case_category_code", table_name="petition_case")

    op.drop_table("petition_case")
    op.drop_index("ix_person_phone_index", table_name="person")

    op.drop_table("person")
    op.drop_table("page_upload")
    op.drop_index("ix_number_lease_kiosk", table_name="number_lease")

    op.drop_table("number_lease")
    op.drop_table("number_counter")
    op.drop_index("ix_notice_case_id", table_name="notice")
    op.drop_index("ix_notice_account_delivered_at", table_name="notice")

    op.drop_table("notice")
    op.drop_index("ix_kiosk_nonce_seen_at", table_name="kiosk_nonce")

    op.drop_table("kiosk_nonce")
    op.drop_table("kiosk")
    op.drop_table("installation")
    op.drop_table("idempotency")
    op.drop_index("ix_duty_entry_unit_code", table_name="duty_entry")
    op.drop_index("ix_duty_entry_category_code", table_name="duty_entry")

    op.drop_table("duty_entry")
    op.drop_table("code_attempt")
    op.drop_index(
        "ix_clock_running_due",
        table_name="clock",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index("ix_clock_case_id", table_name="clock")

    op.drop_table("clock")
    op.drop_index("ix_audit_record_object", table_name="audit_record")
    op.drop_index("ix_audit_record_actor", table_name="audit_record")

    op.drop_table("audit_record")
    op.drop_table("audit_head")
    op.drop_index("ix_account_unit", table_name="account")

    op.drop_table("account")
