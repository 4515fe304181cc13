//! A stored file of an application or of an organisation's cabinet.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application: Option<Uuid>,
    pub org: Option<Uuid>,
    pub name: String,
    pub media_type: String,
    pub sha256: String,
    pub size: i64,
    /// Only of rows from before there was a store.
    pub bytes: Option<Vec<u8>>,
    pub stored_by: Uuid,
    pub stored_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
