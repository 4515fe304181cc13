//! From the policy's scope to a condition: the one place where a list is limited.

use crate::{
    entity::{application, sheet},
    reading::PANEL,
};
use chrono::NaiveDate;
use domain::{
    actor::{Actor, Role},
    policy::{Scope, visible},
    registry::Regions,
    workflow::Stage,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Rows that `actor` may find; nothing for a person without roles.
pub(crate) fn condition(actor: &Actor, today: NaiveDate) -> Condition {
    let submitted = || application::Column::Stage.ne(Stage::Draft.code());
    // A region's reviewers also see what was stored under the codes that it succeeded.
    let aliases = |code: &String| {
        let known = Regions::embedded().successor_aliases(code, today);
        known.map_or_else(|_| vec![code.clone()], |codes| codes.into_iter().collect::<Vec<_>>())
    };
    visible(actor).iter().fold(Condition::any().add(application::Column::Id.is_null()), |any, part| {
        any.add(match part {
            Scope::Submitted => Condition::all().add(submitted()),
            Scope::LeadOrg(org) => Condition::all().add(application::Column::Org.eq(org.0)),
            Scope::Municipality(code) => {
                Condition::all().add(submitted()).add(application::Column::Municipality.is_in(aliases(code)))
            }
            Scope::Province(code) => {
                Condition::all().add(submitted()).add(application::Column::Province.is_in(aliases(code)))
            }
            Scope::Assigned(user) => Condition::all().add(submitted()).add(
                Condition::any()
                    .add(
                        application::Column::Id.in_subquery(
                            sheet::Entity::find()
                                .select_only()
                                .column(sheet::Column::Application)
                                .filter(sheet::Column::Reviewer.eq(user.0))
                                .filter(sheet::Column::Kind.eq(PANEL))
                                .into_query(),
                        ),
                    )
                    .add(invited(*user)),
            ),
        })
    })
}

/// Requests to partners that may be the actor's to answer; the policy then tests each.
pub(crate) fn partner_requests(actor: &Actor, today: NaiveDate) -> Condition {
    use crate::entity::partner_request::Column;
    actor.grants.iter().fold(Condition::any().add(Column::Id.is_null()), |any, grant| {
        match (grant.role, &grant.region) {
            (Role::LocalgovBasic | Role::LocalgovMetro, Some(code)) => {
                let known = Regions::embedded().successor_aliases(code, today);
                let codes = known.map_or_else(|_| vec![code.clone()], |codes| codes.into_iter().collect());
                any.add(Column::Region.is_in(codes))
            }
            (Role::ApplicantStaff | Role::ApplicantApprover | Role::RegionalBody, _) => {
                any.add(Column::Org.eq(grant.org.0))
            }
            _ => any,
        }
    })
}

/// Applications of a session that invited the expert; the policy then tests region and conflict again.
fn invited(user: domain::ids::UserId) -> sea_orm::sea_query::SimpleExpr {
    use crate::entity::{regional_session, session_expert};
    application::Column::Call.in_subquery(
        regional_session::Entity::find()
            .select_only()
            .column(regional_session::Column::Call)
            .filter(
                regional_session::Column::Id.in_subquery(
                    session_expert::Entity::find()
                        .select_only()
                        .column(session_expert::Column::Session)
                        .filter(session_expert::Column::Account.eq(user.0))
                        .into_query(),
                ),
            )
            .into_query(),
    )
}
