//! The distance between two tokens, with cheaper steps for mistakes that people and machines make.

/// The longest tokens that are compared letter by letter.
const MAX: usize = 40;
/// One letter taken for another, left out or put in.
const STEP: u32 = 100;
const SWAP: u32 = 70;
const KEYBOARD: u32 = 50;
const LOOKS: u32 = 40;
const SOUNDS: u32 = 40;
const DOUBLED: u32 = 40;
const DAMAGED: u32 = 10;
/// More than any budget.
const FAR: u32 = 1 << 20;

/// The cost of turning one folded token into the other in hundredths of a letter, when it is
/// within the budget. Symmetric.
pub(crate) fn distance(a: &[u8], b: &[u8], budget: u32) -> Option<u32> {
    if a.len() > MAX || b.len() > MAX {
        return None;
    }
    // Even a doubled letter costs something, so the difference in length bounds the cost below.
    if a.len().abs_diff(b.len()) as u32 * DOUBLED > budget {
        return None;
    }
    // Three rows in turn; cells further than `band` from the diagonal are beyond the budget.
    let band = (budget / DOUBLED) as usize;
    let (mut before, mut above, mut row) =
        (&mut [FAR; MAX + 2], &mut [FAR; MAX + 2], &mut [FAR; MAX + 2]);
    above[0] = 0;
    for j in 1..=b.len().min(band) {
        above[j] = above[j - 1] + gap(b, j - 1);
    }
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(band).max(1), (i + band).min(b.len()));
        row[from - 1] = if from == 1 { above[0] + gap(a, i - 1) } else { FAR };
        row[to + 1] = FAR;
        let mut least = row[from - 1];
        for j in from..=to {
            let first = if i == 1 || j == 1 { 130 } else { 100 };
            let mut cost = above[j - 1] + exchange(a[i - 1], b[j - 1]) * first / 100;
            cost = cost.min(above[j] + gap(a, i - 1)).min(row[j - 1] + gap(b, j - 1));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + SWAP);
            }
            // `rn` read as `m`.
            if i > 1 && b[j - 1] == b'm' && &a[i - 2..i] == b"rn" {
                cost = cost.min(before[j - 1] + LOOKS);
            }
            if j > 1 && a[i - 1] == b'm' && &b[j - 2..j] == b"rn" {
                cost = cost.min(above[j - 2] + LOOKS);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        // A step can pass over one row, so two rows in a row have to be beyond the budget.
        if least > budget && above[..=b.len()].iter().all(|cost| *cost > budget) {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    Some(above[b.len()]).filter(|cost| *cost <= budget)
}

/// Whether tokens with these letters, one bit each, can be within the budget.
pub(crate) const fn may_be_near(a: u32, b: u32, budget: u32) -> bool {
    // One step takes at most one letter out of a set; a damaged letter does so nearly for nothing.
    let damaged = ((a | b) >> 31) * 8;
    let (only_a, only_b) = ((a & !b).count_ones(), (b & !a).count_ones());
    let most = if only_a > only_b { only_a } else { only_b };
    most <= budget / DOUBLED + damaged
}

/// The cost of a letter that only one side has.
fn gap(text: &[u8], at: usize) -> u32 {
    match text[at] {
        c if at > 0 && text[at - 1] == c => DOUBLED,
        c if text.get(at + 1) == Some(&c) => DOUBLED,
        b'h' => DOUBLED,
        _ if at == 0 => STEP * 13 / 10,
        _ => STEP,
    }
}

/// The cost of one letter in place of another.
fn exchange(a: u8, b: u8) -> u32 {
    if a == b {
        return 0;
    }
    let (a, b) = (a.min(b), a.max(b));
    match (a, b) {
        (b'?', _) => DAMAGED,
        (b'0', b'o') | (b'1', b'i') | (b'1', b'l') | (b'5', b's') | (b'8', b'b') => LOOKS,
        (b'i', b'l') | (b'c', b'e') | (b'u', b'v') => LOOKS,
        (b'b', b'v') | (b's', b'z') | (b'c', b's') | (b'c', b'z') | (b's', b'x') => SOUNDS,
        (b'c', b'k') | (b'k', b'q') | (b'c', b'q') | (b'i', b'y') | (b'g', b'j') => SOUNDS,
        (b'v', b'w') | (b'j', b'x') | (b'm', b'n') | (b'd', b't') => SOUNDS,
        _ if beside(a, b) => KEYBOARD,
        _ => STEP,
    }
}

/// Whether two keys touch in their row; vowels are told apart all the same.
fn beside(a: u8, b: u8) -> bool {
    let vowel = |c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    if vowel(a) && vowel(b) {
        return false;
    }
    [b"qwertyuiop".as_slice(), b"asdfghjkl", b"zxcvbnm"]
        .iter()
        .any(|row| row.windows(2).any(|pair| pair == [a, b] || pair == [b, a]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_have_their_price() {
        for (a, b, cost) in [
            ("ficticia", "ficticia", 0),
            ("ficticia", "fictizia", 40),
            ("ficticia", "fictcia", 100),
            ("ficticia", "ficitcia", 70),
            ("ficticia", "fictticia", 40),
            ("ficticia", "fictic1a", 40),
            ("ficticia", "ficti?ia", 10),
            ("prueba", "prurba", 50),
            ("martin", "rnartin", 40),
            ("prueba", "drueba", 130),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 300), Some(cost), "{a} {b}");
            assert_eq!(distance(b.as_bytes(), a.as_bytes(), 300), Some(cost), "{b} {a}");
        }
        assert_eq!(distance(b"prueba", b"ficticia", 200), None);
    }
}
