//! 확약 from answers: what local governments answered before the deadline, as rows of the draft's table of
//! commitments. Proposed, never written by itself: the applicant takes it over.

use crate::{
    form::{Commitment, parse_date},
    money::Won,
    partner::{FundingSource, Reply, Request, State, Whose},
    workflow::Answer,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One year of an answer that the table does not say as it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub row: Commitment,
    pub source: Option<FundingSource>,
    /// The day of the letter.
    pub document_on: Option<NaiveDate>,
    /// What the table says of this government and year now.
    pub listed: Option<Commitment>,
}

/// What the answers say and the table does not. A refusal promises nothing.
pub fn proposals(requests: &[Request], listed: &[Commitment]) -> Vec<Proposal> {
    let mut found = Vec::new();
    for request in requests.iter().filter(|r| r.state == State::Answered) {
        let level = match request.whose {
            Whose::Province => "PROVINCE",
            Whose::Municipality => "MUNICIPALITY",
            Whose::Org(_) | Whose::Named(_) => continue,
        };
        let Some(Reply::Local(reply)) = request.reply.as_ref().filter(|reply| promises(reply)) else { continue };
        for share in reply.years.iter().filter(|share| share.own > Won(0)) {
            let before = listed.iter().find(|row| is_of(row, level, &share.year.to_string()));
            let kept = |of: fn(&Commitment) -> &String| before.map(of).cloned().unwrap_or_default();
            let document_no = reply.document_no.trim();
            let row = Commitment {
                level: level.to_owned(),
                year: share.year.to_string(),
                amount: share.own.to_string(),
                deposit_on: reply.deposit_on.map_or_else(|| kept(|row| &row.deposit_on), |day| day.to_string()),
                document_no: if document_no.is_empty() { kept(|row| &row.document_no) } else { document_no.to_owned() },
            };
            if !before.is_some_and(|before| says_the_same(before, &row)) {
                let (source, document_on) = (reply.source, reply.document_on);
                found.push(Proposal { row, source, document_on, listed: before.cloned() });
            }
        }
    }
    found
}

fn promises(reply: &Reply) -> bool {
    matches!(reply, Reply::Local(reply) if reply.answer != Answer::Refused)
}

fn is_of(row: &Commitment, level: &str, year: &str) -> bool {
    row.level.trim() == level && row.year.trim() == year
}

fn says_the_same(one: &Commitment, other: &Commitment) -> bool {
    let day = |row: &Commitment| parse_date(&row.deposit_on);
    Won::parse(&one.amount) == Won::parse(&other.amount)
        && day(one) == day(other)
        && one.document_no.trim() == other.document_no.trim()
}

/// The table with the proposals in it: a row of the same government and year is replaced, any other is added.
pub fn taken(listed: &[Commitment], proposals: &[Proposal]) -> Vec<Commitment> {
    let mut rows: Vec<Commitment> = listed.to_vec();
    for Proposal { row, .. } in proposals {
        match rows.iter_mut().find(|listed| is_of(listed, &row.level, &row.year)) {
            Some(listed) => *listed = row.clone(),
            None => rows.push(row.clone()),
        }
    }
    // A row that a button added and nobody wrote into.
    rows.retain(|row| *row != Commitment::default());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::Timestamp,
        ids::{RequestId, UserId},
        partner::{LocalReply, Part, YearShare},
        workflow::Asked,
    };
    use uuid::Uuid;

    fn answered(whose: Whose, answer: Answer, document_no: &str) -> Request {
        let at = "2026-11-24T00:00:00Z".parse::<Timestamp>().unwrap();
        let share = |year, own| YearShare { year, own: Won(own), other: Won(0) };
        let reply = LocalReply {
            answer,
            years: vec![share(2027, 200_000_000), share(2028, 0)],
            source: Some(FundingSource::Main),
            resolution: String::new(),
            resolved_on: None,
            deposit_on: NaiveDate::from_ymd_opt(2027, 3, 31),
            document_no: document_no.to_owned(),
            document_on: None,
            opinion: String::new(),
            file: None,
        };
        Request {
            id: RequestId(Uuid::nil()),
            whose,
            round: 1,
            part: Part::Local { years: Vec::new() },
            state: State::Answered,
            due: at,
            message: String::new(),
            asked: Asked { by: UserId(Uuid::nil()), at },
            since: at,
            reply: Some(Reply::Local(reply)),
            earlier: None,
        }
    }

    fn listed(level: &str, amount: &str) -> Commitment {
        let text = str::to_owned;
        Commitment {
            level: text(level),
            year: text("2027"),
            amount: text(amount),
            deposit_on: text("2027. 3. 31."),
            document_no: text("기업지원과-10"),
        }
    }

    #[test]
    fn what_was_answered_replaces_its_year_and_leaves_the_others() {
        let requests =
            [answered(Whose::Municipality, Answer::Reduced, ""), answered(Whose::Province, Answer::Refused, "")];
        let table = [listed("PROVINCE", "1억"), listed("MUNICIPALITY", "3억"), Commitment::default()];
        let found = proposals(&requests, &table);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].row.amount, "200,000,000");
        assert_eq!(found[0].row.document_no, "기업지원과-10", "an answer without a number keeps what stands");
        let after = taken(&table, &found);
        assert_eq!((after.len(), after[0].amount.as_str(), after[1].amount.as_str()), (2, "1억", "200,000,000"));
        assert!(proposals(&requests, &after).is_empty(), "taken over, nothing is left to propose");
    }

    #[test]
    fn the_same_in_other_words_is_no_proposal_and_a_missing_row_is_added() {
        let requests = [answered(Whose::Province, Answer::Committed, "기업지원과-10")];
        assert!(proposals(&requests, &[listed("PROVINCE", "2억")]).is_empty());
        assert_eq!(taken(&[], &proposals(&requests, &[])).len(), 1);
    }
}
