//! The two cuts of the font, and how wide a text is in them.

use crate::Error;
use std::{fs, path::Path, sync::Arc};

/// Regular and bold, read once.
pub struct Fonts {
    pub(crate) regular: Cut,
    pub(crate) bold: Cut,
}

impl Fonts {
    /// Reads `regular.ttf` and `bold.ttf` of a folder.
    pub fn load(folder: &Path) -> Result<Fonts, Error> {
        Ok(Fonts { regular: Cut::load(&folder.join("regular.ttf"))?, bold: Cut::load(&folder.join("bold.ttf"))? })
    }

    pub(crate) fn cut(&self, bold: bool) -> &Cut {
        if bold { &self.bold } else { &self.regular }
    }
}

/// One cut.
pub(crate) struct Cut {
    pub font: krilla::text::Font,
    /// Advances by code point of the Basic Multilingual Plane, in em; none where the font has no glyph.
    advances: Vec<Option<f32>>,
}

/// What stands for a letter that the font lacks.
pub(crate) const LACKING: char = '□';

impl Cut {
    fn load(path: &Path) -> Result<Cut, Error> {
        let bytes = fs::read(path).map_err(|cause| Error::Font(path.to_owned(), cause))?;
        let no_font = || Error::NoFont(path.to_owned());
        let face = ttf_parser::Face::parse(&bytes, 0).map_err(|_| no_font())?;
        let em = f32::from(face.units_per_em());
        let advance =
            |code: u32| Some(f32::from(face.glyph_hor_advance(face.glyph_index(char::from_u32(code)?)?)?) / em);
        let advances = (0..=0xFFFF).map(advance).collect();
        let font = krilla::text::Font::new(Arc::new(bytes).into(), 0).ok_or_else(no_font)?;
        Ok(Cut { font, advances })
    }

    /// Whether the font can write it.
    pub fn has(&self, letter: char) -> bool {
        self.advance(letter).is_some()
    }

    fn advance(&self, letter: char) -> Option<f32> {
        self.advances.get(usize::try_from(u32::from(letter)).ok()?).copied().flatten()
    }

    /// Width of a letter at size 1.
    pub fn width(&self, letter: char) -> f32 {
        self.advance(letter).unwrap_or(1.0)
    }
}
