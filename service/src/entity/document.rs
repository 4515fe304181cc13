//! What happened in one slot of an application's papers; the last row of a slot is what stands in it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub application: Uuid,
    pub slot: String,
    /// `FILE`, `CONSENT` or `NONE`.
    pub kind: String,
    pub file: Option<Uuid>,
    pub changed_by: Uuid,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
