//! A score sheet; for the panel it is also the assignment.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application: Uuid,
    pub kind: String,
    pub round: i32,
    pub reviewer: Uuid,
    pub org: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub marks: String,
    #[sea_orm(column_type = "Text")]
    pub comment: String,
    /// Reasons of marks as typed, by criterion code, as JSON.
    #[sea_orm(column_type = "Text")]
    pub rationales: String,
    pub version: i64,
    pub locked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
