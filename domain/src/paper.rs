//! What a paper says, as far as it can be shown without opening its file: text and tables read by the server. The
//! file itself is never shown from our origin.

use crate::ids::FileId;
use serde::{Deserialize, Serialize};

/// The page of one paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    pub file: FileId,
    pub name: String,
    pub size: u64,
    pub content: Content,
}

/// What was read of it. `cut`: there is more in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    Text {
        text: String,
        cut: bool,
    },
    Sheets {
        sheets: Vec<Sheet>,
        cut: bool,
    },
    /// An image that is written anew for the page.
    Image,
    Nothing,
}

/// The upper left corner of one sheet of a workbook: rows of equal length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<String>>,
}
