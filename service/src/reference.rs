//! Reference data of the programme, loaded once into a new database: organisations, complexes, holidays.

use crate::{
    Error, Service,
    entity::{complex, holiday, org},
    tx::{self, Tx},
};
use domain::{
    actor::OrgKind,
    calendar::{Holidays, kst_date},
    ids::OrgId,
    registry::{self, Regions},
};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The agency and its host: one family, so that a regional division of the host is in conflict where it should be.
pub const AGENCY: &str = "국가뿌리산업진흥센터";
pub const MINISTRY: &str = "산업통상부";

/// The same id for the same name on every installation.
pub fn org_id(name: &str) -> OrgId {
    OrgId(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("portal:org:{name}").as_bytes()))
}

/// The id of a complex, by its name in the public notices.
pub fn complex_id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("portal:complex:{name}").as_bytes())
}

/// Loads what is missing; a second call changes nothing.
pub async fn load(svc: &Service) -> Result<(), Error> {
    if complex::Entity::find().count(&svc.db).await? > 0 {
        return Ok(());
    }
    let tx = tx::begin(svc).await?;
    for day in &Holidays::embedded().dates {
        holiday::Entity::insert(holiday::ActiveModel { day: Set(day.to_string()) })
            .exec_without_returning(&tx.db)
            .await?;
    }
    insert_org(&tx, MINISTRY, OrgKind::Ministry, None, None).await?;
    insert_org(&tx, AGENCY, OrgKind::Agency, None, None).await?;
    local_governments(&tx).await?;
    innovation_bodies(&tx).await?;
    complexes(&tx).await?;
    tx.finish().await
}

pub(crate) async fn insert_org(
    tx: &Tx,
    name: &str,
    kind: OrgKind,
    parent: Option<OrgId>,
    region: Option<&str>,
) -> Result<OrgId, Error> {
    let id = org_id(name);
    org::Entity::insert(org::ActiveModel {
        id: Set(id.0),
        name: Set(name.to_owned()),
        kind: Set(serde_json::to_value(kind)?.as_str().unwrap_or_default().to_owned()),
        parent: Set(parent.map(|p| p.0)),
        region: Set(region.map(str::to_owned)),
        ..Default::default()
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(id)
}

/// The name of the local government of a region: a municipality bears its province's name in front.
pub fn local_government_name(code: &str, on: chrono::NaiveDate) -> Option<String> {
    let regions = Regions::embedded();
    let region = regions.resolve(code, on).ok()?;
    match region.parent.as_deref().and_then(|p| regions.resolve(p, on).ok()) {
        Some(province) => Some(format!("{} {}", province.name, region.name)),
        None => Some(region.name.clone()),
    }
}

/// Every province, and the municipalities where complexes lie.
async fn local_governments(tx: &Tx) -> Result<(), Error> {
    let today = kst_date(tx.now);
    let mut municipalities = BTreeMap::new();
    for record in registry::complexes() {
        if let Ok(local) = Regions::embedded().local_government_of(&record.location_code, today)
            && let Some(code) = local.municipality
            && let Some(name) = local_government_name(&code, today)
        {
            municipalities.insert(code, name);
        }
    }
    for province in Regions::embedded().provinces(today) {
        insert_org(tx, &province.name, OrgKind::MetroLocalGov, None, Some(&province.code)).await?;
    }
    for (code, name) in municipalities {
        insert_org(tx, &name, OrgKind::BasicLocalGov, None, Some(&code)).await?;
    }
    Ok(())
}

/// KITECH is one institution with regional divisions; technoparks and institutes stand alone.
async fn innovation_bodies(tx: &Tx) -> Result<(), Error> {
    let kitech = insert_org(tx, "한국생산기술연구원", OrgKind::Other, None, None).await?;
    for body in registry::innovation_bodies() {
        let parent = (body.kind == registry::InnovationBodyKind::Kitech).then_some(kitech);
        insert_org(tx, &body.name, OrgKind::InnovationBody, parent, Some(&body.sido_code)).await?;
    }
    Ok(())
}

async fn complexes(tx: &Tx) -> Result<(), Error> {
    for record in registry::complexes() {
        let technologies: Vec<&str> = record.technologies.iter().map(|t| t.code()).collect();
        complex::Entity::insert(complex::ActiveModel {
            id: Set(complex_id(&record.name)),
            name: Set(record.name.clone()),
            designated_year: Set(record.year),
            location: Set(record.location_code.clone()),
            technologies: Set(technologies.join(";")),
            firms: Set(record.firms.and_then(|f| f.try_into().ok())),
            status: Set(record.status.code().to_owned()),
            operator: Set(None),
        })
        .exec_without_returning(&tx.db)
        .await?;
    }
    Ok(())
}
