//! Everything that was ever saved, also what had to be refused.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application: Uuid,
    pub base: i32,
    pub rejected: bool,
    /// `domain::form::Draft` as JSON. Of entries with a section only that section is filled.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub saved_by: Uuid,
    pub saved_at: DateTimeUtc,
    /// The draft's revision that held this.
    pub number: Option<i32>,
    pub section: Option<String>,
    /// `domain::form::history::Saving`.
    pub kind: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
