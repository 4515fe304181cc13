//! A published version: the bytes of its `Edition` and their hash. Append-only in the engine.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    pub bytes: Vec<u8>,
    pub sha256: String,
    /// Why it replaced the version before; empty for the first.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// None for a version that stood before versions were kept.
    pub published_by: Option<Uuid>,
    pub published_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
