//! A signature of the approval line: `applications` holds the version of each that was signed, as JSON.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub call: Uuid,
    pub track: String,
    pub step: i32,
    pub title: String,
    pub signer: Uuid,
    pub document_no: String,
    #[sea_orm(column_type = "Text")]
    pub applications: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
