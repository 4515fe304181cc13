//! A mail about an account, and the link that it carries. As with invitations the token itself is nowhere: it is made
//! when the mail is, and stored as its hash.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    /// Empty once the letter is of no more use.
    pub address: String,
    pub name: String,
    /// None for a registration: there is no account yet.
    pub account: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub body: Option<String>,
    pub token_hash: Option<String>,
    pub asked_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// Its link was used, or another one took its place.
    pub ended_at: Option<DateTimeUtc>,
    pub mail: String,
    pub tries: i32,
    pub due_at: DateTimeUtc,
    pub claim: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
