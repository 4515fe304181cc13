//! The trail: what happened, by whom, when. Append-only in the engine.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub application: Uuid,
    pub version: i64,
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub actor: Uuid,
    pub org: Option<Uuid>,
    /// In whose place the actor acted.
    pub on_behalf_of: Option<Uuid>,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
