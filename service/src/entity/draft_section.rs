//! A section of a draft: when it was saved last, and who is to write it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_section")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub section: String,
    /// The draft's revision that changed it last; 0 when nothing was saved.
    pub revision: i32,
    pub saved_by: Option<Uuid>,
    pub saved_at: Option<DateTimeUtc>,
    /// When the background savings began that are no entry of the history yet.
    pub run_from: Option<DateTimeUtc>,
    pub owner: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
