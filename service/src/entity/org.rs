//! An organisation.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub parent: Option<Uuid>,
    pub region: Option<String>,
    /// `domain::org::Standing`.
    pub standing: String,
    /// Ten digits; of old organisations it is not known.
    pub business_no: Option<String>,
    /// As typed: it is only warned of.
    pub corporate_no: Option<String>,
    pub founder: Option<Uuid>,
    pub registered_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub returned_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
