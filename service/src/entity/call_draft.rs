//! A call, or its next version, while it is written: `base` is an `Edition`, `typed` the fields as typed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call: Uuid,
    pub revision: i64,
    #[sea_orm(column_type = "Text")]
    pub base: String,
    #[sea_orm(column_type = "Text")]
    pub typed: String,
    pub saved_by: Uuid,
    pub saved_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
