//! Organisations and people: registration, invitations, letters of delegation, claims of complexes, handovers, and the
//! trail of every organisation.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, integer, pk_uuid, string, string_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 5] = ["invitation", "delegation", "claim", "handover", "org_event"];

/// Who acted in whose place stands beside what was done.
const PRINCIPAL: [&str; 2] = ["event", "submission"];

/// Organisations from before registrations were confirmed were entered by the agency: they are confirmed.
fn org_columns() -> Vec<ColumnDef> {
    vec![
        string("standing").default("CONFIRMED").take(),
        string_null("business_no"),
        string_null("corporate_no"),
        uuid_null("founder"),
        timestamp_with_time_zone_null("registered_at"),
        text_null("returned_reason"),
    ]
}

/// A draft of an organisation that is not confirmed keeps nobody else from applying: one draft per organisation, one
/// submitted application per complex.
const ONE_SUBMITTED: &str = "CREATE UNIQUE INDEX one_active_application ON application (call, track, complex) \
                             WHERE stage NOT IN ('DRAFT', 'RETURNED', 'WITHDRAWN')";
const ONE_DRAFT: &str =
    "CREATE UNIQUE INDEX one_draft ON application (call, track, complex, org) WHERE stage = 'DRAFT'";
const ONE_ACTIVE: &str = "CREATE UNIQUE INDEX one_active_application ON application (call, track, complex) \
                          WHERE stage NOT IN ('RETURNED', 'WITHDRAWN')";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for column in org_columns() {
            m.alter_table(Table::alter().table("org").add_column(column).take()).await?;
        }
        for table in PRINCIPAL {
            m.alter_table(Table::alter().table(table).add_column(uuid_null("on_behalf_of")).take()).await?;
        }
        for table in tables() {
            m.create_table(table).await?;
        }
        let db = m.get_connection();
        for statement in [
            // Two registrations may wait with one number: the agency confirms one of them.
            "CREATE UNIQUE INDEX one_confirmed_business_no ON org (business_no) WHERE standing = 'CONFIRMED'",
            "CREATE UNIQUE INDEX one_waiting_claim ON claim (org, complex) WHERE state = 'WAITING'",
            "CREATE INDEX org_event_by_org ON org_event (org, seq)",
            "CREATE INDEX invitation_by_org ON invitation (org)",
            "CREATE INDEX invitation_by_mail ON invitation (mail, due_at)",
            "DROP INDEX one_active_application",
            ONE_SUBMITTED,
            ONE_DRAFT,
        ] {
            db.execute_unprepared(statement).await?;
        }
        for statement in append_only(m.get_database_backend()) {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let db = m.get_connection();
        for statement in [
            "DROP INDEX one_draft",
            "DROP INDEX one_active_application",
            ONE_ACTIVE,
            "DROP INDEX one_confirmed_business_no",
        ] {
            db.execute_unprepared(statement).await?;
        }
        for table in TABLES.iter().rev() {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        for table in PRINCIPAL {
            m.alter_table(Table::alter().table(table).drop_column("on_behalf_of").take()).await?;
        }
        for column in org_columns() {
            m.alter_table(Table::alter().table("org").drop_column(column.get_column_name()).take()).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<TableCreateStatement> {
    let instant = timestamp_with_time_zone::<&'static str>;
    let instant_null = timestamp_with_time_zone_null::<&'static str>;
    let link = |column: &'static str, table: &'static str| ForeignKey::create().from_col(column).to(table, "id").take();
    vec![
        Table::create()
            .table("invitation")
            .col(pk_uuid("id"))
            .col(uuid("org"))
            // Forgotten once it is of no more use.
            .col(string("email"))
            .col(string("role"))
            .col(string_null("token_hash").unique_key())
            .col(uuid("invited_by"))
            .col(instant("invited_at"))
            .col(instant("expires_at"))
            .col(instant_null("used_at"))
            .col(uuid_null("used_by"))
            .col(instant_null("revoked_at"))
            .col(string("mail"))
            .col(integer("tries"))
            .col(instant("due_at"))
            .col(string_null("claim"))
            .col(instant_null("sent_at"))
            .col(text_null("error"))
            .foreign_key(&mut link("org", "org"))
            .foreign_key(&mut link("invited_by", "account"))
            .foreign_key(&mut link("used_by", "account"))
            .take(),
        Table::create()
            .table("delegation")
            .col(pk_uuid("id"))
            .col(uuid("org"))
            .col(uuid("principal"))
            .col(uuid("delegate"))
            .col(string("scope"))
            .col(date("valid_from"))
            .col(date("valid_to"))
            .col(uuid("file"))
            .col(instant("added_at"))
            .col(instant_null("ended_at"))
            .foreign_key(&mut link("org", "org"))
            .foreign_key(&mut link("principal", "account"))
            .foreign_key(&mut link("delegate", "account"))
            .foreign_key(&mut link("file", "file"))
            .take(),
        Table::create()
            .table("claim")
            .col(pk_uuid("id"))
            .col(uuid("org"))
            .col(uuid("complex"))
            .col(uuid("file"))
            .col(text("note"))
            .col(uuid("claimed_by"))
            .col(instant("claimed_at"))
            .col(string("state"))
            .col(text_null("reason"))
            .col(uuid_null("decided_by"))
            .col(instant_null("decided_at"))
            .foreign_key(&mut link("org", "org"))
            .foreign_key(&mut link("complex", "complex"))
            .foreign_key(&mut link("file", "file"))
            .foreign_key(&mut link("claimed_by", "account"))
            .foreign_key(&mut link("decided_by", "account"))
            .take(),
        Table::create()
            .table("handover")
            .col(pk_uuid("id"))
            .col(uuid("org"))
            .col(uuid("predecessor"))
            .col(uuid("successor"))
            .col(text("note"))
            .col(integer("sections"))
            .col(boolean("left_org"))
            .col(instant("at"))
            .foreign_key(&mut link("org", "org"))
            .foreign_key(&mut link("predecessor", "account"))
            .foreign_key(&mut link("successor", "account"))
            .take(),
        Table::create()
            .table("org_event")
            .col(big_integer("seq").auto_increment().primary_key())
            .col(uuid("org"))
            .col(string("kind"))
            .col(text("body"))
            .col(uuid("actor"))
            .col(instant("at"))
            .foreign_key(&mut link("org", "org"))
            .foreign_key(&mut link("actor", "account"))
            .take(),
    ]
}

/// The trail is evidence: the engine itself refuses to change or remove it. `refuse_change` is of the first migration.
fn append_only(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![
            "CREATE TRIGGER org_event_is_append_only BEFORE UPDATE OR DELETE ON \"org_event\" \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                .to_owned(),
        ],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER org_event_refuses_{verb} BEFORE {verb} ON \"org_event\" \
                     BEGIN SELECT RAISE(ABORT, 'org_event is append-only'); END"
                )
            })
            .collect(),
    }
}
