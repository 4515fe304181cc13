//! 업무 인계: who gave their work in an organisation to whom, with a note.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub org: Uuid,
    pub predecessor: Uuid,
    pub successor: Uuid,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// Sections of drafts that changed hands.
    pub sections: i32,
    pub left_org: bool,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
