//! The proposed assignment is the best there is: against trying everything on small cases, and against its own rules
//! on large ones. How long it takes, `benches/judging.rs` measures.

// Clippy takes a helper of an integration test for production code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_range_loop
)]

use domain::assignment::{Affinity, Assignment, Problem, assign};
use proptest::prelude::*;

fn small() -> impl Strategy<Value = Problem> {
    (1..5usize, 1..5usize).prop_flat_map(|(applications, reviewers)| {
        let affinity = prop_oneof![1 => Just(None), 4 => (-3..10i32).prop_map(Some)];
        let row = proptest::collection::vec(affinity, reviewers);
        let loads =
            proptest::collection::vec((0..2u32, 0..4u32).prop_map(|(least, more)| (least, least + more)), reviewers);
        (proptest::collection::vec(row, applications), proptest::collection::vec(0..3u32, applications), loads)
            .prop_map(|(affinity, reviews, loads)| Problem { affinity, reviews, loads })
    })
}

/// The best there is, by trying everything: as many reviews that bring somebody to their least as possible, then the
/// greatest total.
fn by_trying(problem: &Problem) -> Option<(u32, i64)> {
    fn choose(problem: &Problem, application: usize, loads: &mut Vec<u32>, total: i64, best: &mut Option<(u32, i64)>) {
        if application == problem.affinity.len() {
            let least = problem.loads.iter().zip(loads.iter()).map(|((least, _), load)| least.min(load)).sum();
            *best = (*best).max(Some((least, total)));
            return;
        }
        for chosen in 0..1u32 << problem.loads.len() {
            let members: Vec<usize> = (0..problem.loads.len()).filter(|r| chosen & (1 << r) != 0).collect();
            if chosen.count_ones() != problem.reviews[application]
                || members
                    .iter()
                    .any(|r| problem.affinity[application][*r].is_none() || loads[*r] == problem.loads[*r].1)
            {
                continue;
            }
            members.iter().for_each(|r| loads[*r] += 1);
            let gained: i64 = members.iter().filter_map(|r| problem.affinity[application][*r]).map(i64::from).sum();
            choose(problem, application + 1, loads, total + gained, best);
            members.iter().for_each(|r| loads[*r] -= 1);
        }
    }
    let mut best = None;
    choose(problem, 0, &mut vec![0; problem.loads.len()], 0, &mut best);
    best
}

/// How many reviews each reviewer has.
fn loads(problem: &Problem, assignment: &Assignment) -> Vec<u32> {
    let mut loads = vec![0; problem.loads.len()];
    assignment.reviewers.iter().flatten().for_each(|r| loads[*r] += 1);
    loads
}

/// Needs are filled by different people without a conflict, nobody has too much, and the total is what it says.
fn is_sound(problem: &Problem, assignment: &Assignment) {
    let mut total = 0;
    for ((reviewers, needed), affinity) in assignment.reviewers.iter().zip(&problem.reviews).zip(&problem.affinity) {
        assert_eq!(reviewers.len(), *needed as usize);
        assert!(reviewers.windows(2).all(|pair| pair[0] < pair[1]), "twice the same: {reviewers:?}");
        total += reviewers.iter().map(|r| i64::from(affinity[*r].expect("no conflict"))).sum::<i64>();
    }
    assert_eq!(total, assignment.total);
    for (reviewer, (load, (least, most))) in loads(problem, assignment).into_iter().zip(&problem.loads).enumerate() {
        assert!(load <= *most);
        assert_eq!(assignment.idle.contains(&reviewer), load < *least);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_proposal_is_the_best_of_all(problem in small()) {
        match (assign(&problem), by_trying(&problem)) {
            (Ok(found), Some((least, total))) => {
                is_sound(&problem, &found);
                let reached: u32 = problem.loads.iter().zip(loads(&problem, &found)).map(|((l, _), load)| *l.min(&load)).sum();
                prop_assert_eq!((reached, found.total), (least, total));
            }
            (Err(short), None) => prop_assert!(short.found < short.needed),
            (found, best) => prop_assert!(false, "{found:?} although {best:?}"),
        }
    }
}

/// 1,000 applications, 150 reviewers with 10 to 30 reviews, 3 reviews each, 3 % conflicts, affinities up to a million.
fn large() -> Problem {
    let mut seed = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut affinity = || -> Affinity { if random() % 100 < 3 { None } else { Some((random() % 1_000_000) as i32) } };
    Problem {
        affinity: (0..1_000).map(|_| (0..150).map(|_| affinity()).collect()).collect(),
        reviews: vec![3; 1_000],
        loads: vec![(10, 30); 150],
    }
}

/// No exchange and no cycle of exchanges makes it better: no way around between the reviewers has a negative cost.
fn is_optimal(problem: &Problem, found: &Assignment) {
    let count = problem.loads.len();
    let load = loads(problem, found);
    // The last node stands for "nobody": a review given up there may be taken up elsewhere.
    let mut cost = vec![vec![i64::MAX / 4; count + 1]; count + 1];
    for (reviewers, affinity) in found.reviewers.iter().zip(&problem.affinity) {
        for from in reviewers {
            for to in (0..count).filter(|to| !reviewers.contains(to)) {
                let (Some(lost), Some(won)) = (affinity[*from], affinity[to]) else { continue };
                cost[*from][to] = cost[*from][to].min(i64::from(lost) - i64::from(won));
            }
        }
    }
    for (reviewer, (least, most)) in problem.loads.iter().enumerate() {
        if load[reviewer] < *most {
            cost[reviewer][count] = 0;
        }
        if load[reviewer] > *least {
            cost[count][reviewer] = 0;
        }
    }
    let mut distance = vec![0i64; count + 1];
    for round in 0..=count + 1 {
        let mut shorter = false;
        for from in 0..=count {
            for to in 0..=count {
                if cost[from][to] < i64::MAX / 4 && distance[from] + cost[from][to] < distance[to] {
                    distance[to] = distance[from] + cost[from][to];
                    shorter = true;
                }
            }
        }
        if !shorter {
            return;
        }
        assert!(round <= count, "a cycle of exchanges makes it better");
    }
}

#[test]
fn a_large_proposal_has_no_conflict_and_cannot_be_made_better() {
    let problem = Problem {
        affinity: large().affinity.into_iter().take(200).collect(),
        reviews: vec![3; 200],
        loads: vec![(2, 6); 150],
    };
    let found = assign(&problem).unwrap();
    is_sound(&problem, &found);
    is_optimal(&problem, &found);
}

#[test]
fn who_cannot_be_filled_is_named() {
    let problem = Problem {
        affinity: vec![vec![Some(1), Some(1)], vec![Some(1), None]],
        reviews: vec![1, 2],
        loads: vec![(0, 9), (0, 9)],
    };
    let short = assign(&problem).unwrap_err();
    assert_eq!((short.application, short.found, short.needed), (1, 1, 2));
}
