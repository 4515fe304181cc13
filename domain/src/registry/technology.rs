//! The fourteen technologies of the law, as code rather than data: a form and a rule can name each.

use serde::{Deserialize, Serialize};

/// The 14 뿌리기술 (Act §2, Decree 별표 1; six became fourteen on 2021-12-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Technology {
    /// 주조.
    Casting,
    /// 금형.
    Mould,
    /// 소성가공.
    Forming,
    /// 용접.
    Welding,
    /// 표면처리.
    Surface,
    /// 열처리.
    Heat,
    /// 사출·프레스.
    Injection,
    /// 정밀가공.
    Precision,
    /// 적층제조.
    Additive,
    /// 산업용 필름 및 지류.
    FilmPaper,
    /// 로봇.
    Robot,
    /// 센서.
    Sensor,
    /// 산업 지능형 소프트웨어.
    IndustrialSw,
    /// 엔지니어링 설계.
    Engineering,
}

impl Technology {
    /// Every technology, in the order of the law.
    pub const ALL: [Technology; 14] = [
        Technology::Casting,
        Technology::Mould,
        Technology::Forming,
        Technology::Welding,
        Technology::Surface,
        Technology::Heat,
        Technology::Injection,
        Technology::Precision,
        Technology::Additive,
        Technology::FilmPaper,
        Technology::Robot,
        Technology::Sensor,
        Technology::IndustrialSw,
        Technology::Engineering,
    ];

    /// The code of `technologies.csv`, used in forms and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Technology::Casting => "CASTING",
            Technology::Mould => "MOULD",
            Technology::Forming => "FORMING",
            Technology::Welding => "WELDING",
            Technology::Surface => "SURFACE",
            Technology::Heat => "HEAT",
            Technology::Injection => "INJECTION",
            Technology::Precision => "PRECISION",
            Technology::Additive => "ADDITIVE",
            Technology::FilmPaper => "FILM_PAPER",
            Technology::Robot => "ROBOT",
            Technology::Sensor => "SENSOR",
            Technology::IndustrialSw => "INDUSTRIAL_SW",
            Technology::Engineering => "ENGINEERING",
        }
    }

    /// The technology of a code, none when no technology has it.
    pub fn from_code(code: &str) -> Option<Technology> {
        Technology::ALL.into_iter().find(|t| t.code() == code)
    }

    /// The name in the law.
    pub const fn name_ko(self) -> &'static str {
        match self {
            Technology::Casting => "주조",
            Technology::Mould => "금형",
            Technology::Forming => "소성가공",
            Technology::Welding => "용접",
            Technology::Surface => "표면처리",
            Technology::Heat => "열처리",
            Technology::Injection => "사출·프레스",
            Technology::Precision => "정밀가공",
            Technology::Additive => "적층제조",
            Technology::FilmPaper => "산업용 필름 및 지류",
            Technology::Robot => "로봇",
            Technology::Sensor => "센서",
            Technology::IndustrialSw => "산업 지능형 소프트웨어",
            Technology::Engineering => "엔지니어링 설계",
        }
    }

    /// The name in English.
    pub const fn name_en(self) -> &'static str {
        match self {
            Technology::Casting => "Casting",
            Technology::Mould => "Mould and die",
            Technology::Forming => "Plastic working (forming)",
            Technology::Welding => "Welding",
            Technology::Surface => "Surface treatment",
            Technology::Heat => "Heat treatment",
            Technology::Injection => "Injection moulding and press",
            Technology::Precision => "Precision machining",
            Technology::Additive => "Additive manufacturing",
            Technology::FilmPaper => "Industrial film and paper",
            Technology::Robot => "Robot",
            Technology::Sensor => "Sensor",
            Technology::IndustrialSw => "Industrial-intelligence software",
            Technology::Engineering => "Engineering design",
        }
    }

    /// One of the six 기반 공정기술; the other eight are 차세대 공정기술.
    pub const fn is_foundation(self) -> bool {
        matches!(
            self,
            Technology::Casting
                | Technology::Mould
                | Technology::Forming
                | Technology::Welding
                | Technology::Surface
                | Technology::Heat
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::csv::TECHNOLOGIES_CSV;

    #[test]
    fn the_technologies_are_those_of_the_table() {
        let row = |t: &Technology| {
            let group = if t.is_foundation() { "FOUNDATION" } else { "NEXT" };
            format!("{},{},{},{group}", t.code(), t.name_ko(), t.name_en())
        };
        let lines: Vec<&str> = TECHNOLOGIES_CSV.lines().skip(1).collect();
        assert_eq!(lines.len(), Technology::ALL.len());
        for (technology, line) in Technology::ALL.iter().zip(lines) {
            assert!(line.starts_with(&row(technology)), "{line}");
            assert_eq!(serde_json::to_string(technology).unwrap(), format!("\"{}\"", technology.code()));
            assert_eq!(Technology::from_code(technology.code()), Some(*technology));
        }
    }
}
