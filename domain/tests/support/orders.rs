//! Every way that a call can order.

use domain::workflow::Step;

/// Every order of every choice of steps before the intake.
pub fn orders() -> Vec<Vec<Step>> {
    let mut orders = vec![Vec::new()];
    let mut longest = orders.clone();
    while !longest.is_empty() {
        let more = |steps: &Vec<Step>| {
            let left = Step::ALL.into_iter().filter(|step| !steps.contains(step));
            left.map(|step| steps.iter().copied().chain([step]).collect()).collect::<Vec<_>>()
        };
        longest = longest.iter().flat_map(more).collect();
        orders.extend(longest.iter().cloned());
    }
    orders
}
