//! KRDS as components of ours: the frame of a page, forms, tables, and the parts pages are made of.
//!
//! Pages use these instead of raw markup, so that labels, ids, errors and roles are right by construction.

mod countdown;
mod form;
mod page;
mod parts;
mod site;
mod table;

pub use countdown::Countdown;
pub(crate) use form::Claimed;
pub(crate) use form::rejection_here;
pub use form::{
    ActForm, AmountField, CellField, CellSelect, Checkbox, Checkboxes, DateField, ErrorSummary, FieldErrors, FileField,
    FormScope, Hidden, Radios, Select, Submit, TextArea, TextField, field_id, row_id, slot_id,
};
pub use page::{Page, loaded, param, query, trouble};
pub(crate) use page::{Visit, moved_on, set_status};
pub use parts::{
    Badge, DefinitionRow, Done, HolderPanel, LinkButton, Notice, StageBadge, SummaryList, SummaryRow, Timeline, Tone,
    date, date_time, day_count, paragraphs, track_key, won,
};
pub use site::{SiteFooter, SiteHeader};
pub use table::{Column, DataTable, col, num};
