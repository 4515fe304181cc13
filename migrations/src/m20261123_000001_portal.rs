//! The tables of the main job: people, calls, applications, reviews, awards, and the append-only trail.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, blob, boolean, integer, integer_null, pk_uuid, string, string_null, string_uniq, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order of creation; dropped in reverse.
const TABLES: [&str; 23] = [
    "org",
    "account",
    "org_role",
    "session",
    "complex",
    "holiday",
    "setting",
    "counter",
    "call",
    "envelope",
    "application",
    "draft",
    "revision",
    "submission",
    "file",
    "sheet",
    "regional_session",
    "session_expert",
    "regional_opinion",
    "deliberation",
    "event",
    "refusal",
    "sign_in_failure",
];

/// Rows of these tables are evidence: the engine itself refuses to change or remove them.
const APPEND_ONLY: [&str; 4] = ["event", "submission", "revision", "file"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            m.create_table(table).await?;
        }
        let db = m.get_connection();
        // One application per complex, track and call, unless it was returned before the deadline.
        db.execute_unprepared(
            "CREATE UNIQUE INDEX one_active_application ON application (call, track, complex) WHERE stage <> 'RETURNED'",
        )
        .await?;
        for (name, table, columns) in [
            ("event_by_application", "event", "application, seq"),
            ("application_by_region", "application", "province, municipality"),
            ("application_by_org", "application", "org"),
            ("sheet_by_reviewer", "sheet", "reviewer"),
        ] {
            db.execute_unprepared(&format!("CREATE INDEX {name} ON {table} ({columns})")).await?;
        }
        for table in APPEND_ONLY {
            for statement in append_only(m.get_database_backend(), table) {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        if m.get_database_backend() == DbBackend::Postgres {
            m.get_connection().execute_unprepared("DROP FUNCTION IF EXISTS refuse_change()").await?;
        }
        Ok(())
    }
}

fn append_only(backend: DbBackend, table: &str) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ \
             BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
                .to_owned(),
            format!(
                "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON \"{table}\" \
                 FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
        ],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON \"{table}\" \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            })
            .collect(),
    }
}

fn table(name: &'static str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    table.take()
}

/// A primary key of several columns.
fn keyed(mut table: TableCreateStatement, columns: &[&'static str]) -> TableCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    table.primary_key(&mut key).take()
}

fn unique(mut table: TableCreateStatement, columns: &[&'static str]) -> TableCreateStatement {
    let mut key = Index::create();
    key.unique();
    for column in columns {
        key.col(*column);
    }
    table.index(&mut key).take()
}

fn references(mut table: TableCreateStatement, links: &[(&'static str, &'static str)]) -> TableCreateStatement {
    for (column, target) in links {
        table.foreign_key(ForeignKey::create().from_col(*column).to(*target, "id"));
    }
    table
}

fn tables() -> Vec<TableCreateStatement> {
    let instant = timestamp_with_time_zone::<&'static str>;
    let instant_null = timestamp_with_time_zone_null::<&'static str>;
    vec![
        table("org", vec![pk_uuid("id"), string("name"), string("kind"), uuid_null("parent"), string_null("region")]),
        table(
            "account",
            vec![pk_uuid("id"), string_uniq("email"), string("name"), text("password_hash"), boolean("disabled")],
        ),
        references(
            keyed(table("org_role", vec![uuid("account"), uuid("org"), string("role")]), &["account", "org", "role"]),
            &[("account", "account"), ("org", "org")],
        ),
        references(
            table(
                "session",
                vec![
                    string("token_hash").primary_key().take(),
                    uuid("account"),
                    instant("created_at"),
                    instant("seen_at"),
                    instant("expires_at"),
                    instant_null("revoked_at"),
                ],
            ),
            &[("account", "account")],
        ),
        references(
            table(
                "complex",
                vec![
                    pk_uuid("id"),
                    string_uniq("name"),
                    integer("designated_year"),
                    string("location"),
                    text("technologies"),
                    integer_null("firms"),
                    string("status"),
                    uuid_null("operator"),
                ],
            ),
            &[("operator", "org")],
        ),
        table("holiday", vec![string("day").primary_key().take()]),
        table("setting", vec![string("name").primary_key().take(), text("value")]),
        table("counter", vec![string("name").primary_key().take(), integer("value")]),
        table(
            "call",
            vec![pk_uuid("id"), integer("fiscal_year"), integer("round_no"), text("config"), instant("published_at")],
        ),
        references(
            keyed(
                table(
                    "envelope",
                    vec![
                        uuid("call"),
                        string("track"),
                        integer("year"),
                        big_integer("cap"),
                        big_integer("used").check(Expr::cust("used >= 0 AND used <= cap")).take(),
                    ],
                ),
                &["call", "track", "year"],
            ),
            &[("call", "call")],
        ),
        references(
            table(
                "application",
                vec![
                    pk_uuid("id"),
                    uuid("call"),
                    string("track"),
                    uuid("org"),
                    uuid("complex"),
                    string_uniq("application_no"),
                    string_null("municipality"),
                    string("province"),
                    string("stage"),
                    instant_null("due"),
                    big_integer("version"),
                    text("state"),
                    instant("created_at"),
                    instant("changed_at"),
                ],
            ),
            &[("call", "call"), ("org", "org"), ("complex", "complex")],
        ),
        references(
            table(
                "draft",
                vec![
                    uuid("application").primary_key().take(),
                    integer("revision"),
                    text("body"),
                    uuid("saved_by"),
                    instant("saved_at"),
                ],
            ),
            &[("application", "application"), ("saved_by", "account")],
        ),
        references(
            table(
                "revision",
                vec![
                    pk_uuid("id"),
                    uuid("application"),
                    integer("base"),
                    boolean("rejected"),
                    text("body"),
                    uuid("saved_by"),
                    instant("saved_at"),
                ],
            ),
            &[("application", "application"), ("saved_by", "account")],
        ),
        references(
            table(
                "submission",
                vec![
                    pk_uuid("id"),
                    uuid("application"),
                    string_uniq("number"),
                    blob("bytes"),
                    string("sha256"),
                    instant("received_at"),
                    uuid("submitted_by"),
                ],
            ),
            &[("application", "application"), ("submitted_by", "account")],
        ),
        references(
            table(
                "file",
                vec![
                    pk_uuid("id"),
                    uuid("application"),
                    string("name"),
                    string("media_type"),
                    string("sha256"),
                    blob("bytes"),
                    uuid("stored_by"),
                    instant("stored_at"),
                ],
            ),
            &[("application", "application"), ("stored_by", "account")],
        ),
        unique(
            references(
                table(
                    "sheet",
                    vec![
                        pk_uuid("id"),
                        uuid("application"),
                        string("kind"),
                        integer("round"),
                        uuid("reviewer"),
                        uuid_null("org"),
                        text("marks"),
                        text("comment"),
                        big_integer("version"),
                        instant_null("locked_at"),
                    ],
                ),
                &[("application", "application"), ("reviewer", "account")],
            ),
            &["application", "kind", "round", "reviewer"],
        ),
        unique(
            references(
                table(
                    "regional_session",
                    vec![
                        pk_uuid("id"),
                        uuid("call"),
                        string("province"),
                        big_integer("version"),
                        instant_null("closed_at"),
                    ],
                ),
                &[("call", "call")],
            ),
            &["call", "province"],
        ),
        references(
            keyed(table("session_expert", vec![uuid("session"), uuid("account")]), &["session", "account"]),
            &[("session", "regional_session"), ("account", "account")],
        ),
        references(
            keyed(
                table(
                    "regional_opinion",
                    vec![uuid("application"), uuid("org"), text("opinion"), uuid("given_by"), instant("given_at")],
                ),
                &["application", "org"],
            ),
            &[("application", "application"), ("org", "org")],
        ),
        references(
            table(
                "deliberation",
                vec![
                    pk_uuid("id"),
                    uuid("call"),
                    string("track"),
                    text("record"),
                    uuid("recorded_by"),
                    instant("recorded_at"),
                ],
            ),
            &[("call", "call"), ("recorded_by", "account")],
        ),
        references(
            table(
                "event",
                vec![
                    big_integer("seq").auto_increment().primary_key().take(),
                    uuid("application"),
                    big_integer("version"),
                    string("kind"),
                    text("body"),
                    uuid("actor"),
                    uuid_null("org"),
                    instant("at"),
                ],
            ),
            &[("application", "application"), ("actor", "account")],
        ),
        table(
            "refusal",
            vec![
                big_integer("seq").auto_increment().primary_key().take(),
                uuid_null("actor"),
                string("act"),
                uuid_null("application"),
                text("reason"),
                instant("at"),
            ],
        ),
        table("sign_in_failure", vec![string("email").primary_key().take(), integer("count"), instant("last_at")]),
    ]
}
