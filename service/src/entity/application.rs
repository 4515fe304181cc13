//! An application; `state` is `domain::workflow::Application` as JSON, the other columns repeat what lists ask for.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub call: Uuid,
    pub track: String,
    pub org: Uuid,
    pub complex: Uuid,
    pub application_no: String,
    pub municipality: Option<String>,
    pub province: String,
    pub stage: String,
    pub due: Option<DateTimeUtc>,
    pub version: i64,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub created_at: DateTimeUtc,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
