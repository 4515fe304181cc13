//! 평가위원 배정: who reviews what, proposed so that the total affinity is the greatest possible, nobody reviews where
//! they have a conflict, and nobody has more than their load.
//!
//! It is a flow of least cost from applications to reviewers, found one review at a time along a shortest augmenting
//! path (successive shortest paths with potentials). The applications are folded into the edges: from reviewer `j` to
//! reviewer `k` leads the cheapest of `j`'s applications that `k` could take over. A path is then searched among the
//! reviewers alone, of whom there are few, and only the rows of those whose applications moved are computed anew.
//! Integers throughout: the optimum is exact.

// Every index below is one of this module's own counters: rows are applications, columns are reviewers.
#![expect(clippy::indexing_slicing, reason = "dense matrices indexed by the counters that sized them")]

use serde::{Deserialize, Serialize};

/// How well a reviewer fits an application: the higher the better; none where there is a conflict.
pub type Affinity = Option<i32>;

/// What is to be assigned.
#[derive(Clone, Debug)]
pub struct Problem {
    /// By application, then by reviewer: every row has as many entries as there are loads.
    pub affinity: Vec<Vec<Affinity>>,
    /// Reviews that each application needs.
    pub reviews: Vec<u32>,
    /// The least and the most reviews of each reviewer. The least is met as far as the needs allow; the most always.
    pub loads: Vec<(u32, u32)>,
}

/// The best assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The reviewers of each application, by their index, ascending.
    pub reviewers: Vec<Vec<usize>>,
    /// Σ of the affinities.
    pub total: i64,
    /// Reviewers with fewer reviews than their least.
    pub idle: Vec<usize>,
}

/// An application that cannot get its reviews: conflicts and loads leave too few reviewers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    /// Its index.
    pub application: usize,
    /// How many it could get when everybody else keeps theirs.
    pub found: u32,
    pub needed: u32,
}

/// Farther than any way: costs are `i32`, ways visit each reviewer once.
const FAR: i64 = i64::MAX / 4;
/// What a review is worth that brings a reviewer to their least: more than any way of affinities costs.
const LEAST: i64 = 1 << 48;

/// The assignment of the greatest total affinity that fills every need within the loads and, among those that do, one
/// that brings as many reviewers as possible to their least. Error: the first application that cannot be filled.
pub fn assign(problem: &Problem) -> Result<Assignment, Short> {
    let mut search = Search::new(problem);
    for (application, needed) in problem.reviews.iter().enumerate() {
        for found in 0..*needed {
            if !search.add(application) {
                return Err(Short { application, found, needed: *needed });
            }
        }
    }
    Ok(search.finish())
}

struct Search<'a> {
    problem: &'a Problem,
    count: usize,
    /// The applications of each reviewer.
    held: Vec<Vec<usize>>,
    /// Whether a reviewer holds an application: `application * count + reviewer`.
    holds: Vec<bool>,
    /// The cheapest exchange from one reviewer to another, and the application that it moves: `from * count + to`.
    exchange: Vec<(i64, usize)>,
    /// Of the reviewers, and of the end of all ways.
    potential: Vec<i64>,
    end: i64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem) -> Search<'a> {
        let count = problem.loads.len();
        Search {
            problem,
            count,
            held: vec![Vec::new(); count],
            holds: vec![false; count * problem.affinity.len()],
            exchange: vec![(FAR, usize::MAX); count * count],
            potential: vec![0; count],
            end: if problem.loads.iter().any(|(least, _)| *least > 0) { -LEAST } else { 0 },
        }
    }

    fn cost(&self, application: usize, reviewer: usize) -> Option<i64> {
        self.problem.affinity[application][reviewer].map(|affinity| -i64::from(affinity))
    }

    /// What one review more costs at the reviewer's end; none when they are full.
    fn room(&self, reviewer: usize) -> Option<i64> {
        let (least, most) = self.problem.loads[reviewer];
        let held = u32::try_from(self.held[reviewer].len()).unwrap_or(u32::MAX);
        if held < least { Some(-LEAST) } else { (held < most).then_some(0) }
    }

    /// One review more for an application, along the cheapest way; false when there is none.
    fn add(&mut self, application: usize) -> bool {
        let Some((distance, before, last, length)) = self.shortest(application) else { return false };
        for (potential, distance) in self.potential.iter_mut().zip(&distance) {
            *potential += (*distance).min(length);
        }
        self.end += length;
        self.follow(application, &before, last);
        true
    }

    /// Distances by reduced cost, the reviewer before each on its way, the last one before the end, and the length of
    /// the way there.
    fn shortest(&self, application: usize) -> Option<(Vec<i64>, Vec<usize>, usize, i64)> {
        let count = self.count;
        let mut distance = vec![FAR; count];
        let mut before = vec![usize::MAX; count];
        let mut done = vec![false; count];
        for reviewer in (0..count).filter(|r| !self.holds[application * count + r]) {
            if let Some(cost) = self.cost(application, reviewer) {
                distance[reviewer] = cost - self.potential[reviewer];
            }
        }
        let (mut last, mut length) = (usize::MAX, FAR);
        loop {
            let open = (0..count).filter(|r| !done[*r]);
            let Some(here) = open.min_by_key(|r| distance[*r]).filter(|r| distance[*r] < length) else { break };
            done[here] = true;
            if let Some(room) = self.room(here) {
                let way = distance[here] + room + self.potential[here] - self.end;
                if way < length {
                    (last, length) = (here, way);
                }
            }
            let from = distance[here] + self.potential[here];
            let row = &self.exchange[here * count..(here + 1) * count];
            let targets = row.iter().zip(&self.potential).zip(distance.iter_mut()).zip(before.iter_mut()).zip(&done);
            for (((((cost, _), potential), distance), before), done) in targets {
                if !done && *cost < FAR && from + cost - potential < *distance {
                    (*distance, *before) = (from + cost - potential, here);
                }
            }
        }
        (last != usize::MAX).then_some((distance, before, last, length))
    }

    /// Moves what the way moves, from its end to its beginning, and computes anew what that changes.
    fn follow(&mut self, application: usize, before: &[usize], last: usize) {
        let mut moved = vec![application];
        let mut at = last;
        while before[at] != usize::MAX {
            let from = before[at];
            let (_, taken) = self.exchange[from * self.count + at];
            self.held[from].retain(|held| *held != taken);
            self.holds[taken * self.count + from] = false;
            self.give(taken, at);
            moved.push(taken);
            at = from;
        }
        self.give(application, at);
        let holders = |holds: &[bool], moved: usize| -> Vec<usize> {
            (0..self.count).filter(|r| holds[moved * self.count + r]).collect()
        };
        let mut changed: Vec<usize> = moved.iter().flat_map(|moved| holders(&self.holds, *moved)).collect();
        let mut at = last;
        while at != usize::MAX {
            changed.push(at);
            at = before[at];
        }
        changed.sort_unstable();
        changed.dedup();
        for reviewer in changed {
            self.refresh(reviewer);
        }
    }

    fn give(&mut self, application: usize, reviewer: usize) {
        self.held[reviewer].push(application);
        self.holds[application * self.count + reviewer] = true;
    }

    /// The cheapest exchange from one reviewer to every other.
    fn refresh(&mut self, from: usize) {
        let count = self.count;
        let row = &mut self.exchange[from * count..(from + 1) * count];
        row.fill((FAR, usize::MAX));
        for application in &self.held[from] {
            let affinity = &self.problem.affinity[*application];
            let saved = i64::from(affinity[from].unwrap_or_default());
            let holds = &self.holds[application * count..(application + 1) * count];
            for ((best, affinity), holds) in row.iter_mut().zip(affinity).zip(holds) {
                if let (Some(affinity), false) = (affinity, holds) {
                    let cost = saved - i64::from(*affinity);
                    if cost < best.0 {
                        *best = (cost, *application);
                    }
                }
            }
        }
    }

    fn finish(self) -> Assignment {
        let mut reviewers = vec![Vec::new(); self.problem.affinity.len()];
        let mut total = 0;
        for (reviewer, held) in self.held.iter().enumerate() {
            for application in held {
                reviewers[*application].push(reviewer);
                total -= self.cost(*application, reviewer).unwrap_or_default();
            }
        }
        let below = |(reviewer, held): &(usize, &Vec<usize>)| held.len() < self.problem.loads[*reviewer].0 as usize;
        let idle = self.held.iter().enumerate().filter(below).map(|(reviewer, _)| reviewer).collect();
        Assignment { reviewers, total, idle }
    }
}
